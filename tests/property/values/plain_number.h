#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace taizhang {

/// The model that Decimal is held against: school arithmetic on strings of digits, without any
/// limit and without any thought for speed.
class PlainNumber {
 public:
  /// `text` is `-?digits(.digits)?`.
  explicit PlainNumber(std::string_view text) {
    negative_ = text.starts_with('-');
    if (negative_) text.remove_prefix(1);
    for (const char c : text) {
      if (c == '.') continue;
      digits_ += c;
    }
    const size_t point = text.find('.');
    scale_ = point == std::string_view::npos ? 0 : text.size() - point - 1;
    Trim();
  }

  [[nodiscard]] PlainNumber Plus(const PlainNumber& other) const {
    PlainNumber a = RaisedTo(std::max(scale_, other.scale_));
    PlainNumber b = other.RaisedTo(a.scale_);
    PlainNumber out = a;
    if (a.negative_ == b.negative_) {
      out.digits_ = SumOf(a.digits_, b.digits_);
    } else if (IsSmaller(a.digits_, b.digits_)) {
      out.digits_ = DifferenceOf(b.digits_, a.digits_);
      out.negative_ = b.negative_;
    } else {
      out.digits_ = DifferenceOf(a.digits_, b.digits_);
    }
    out.Trim();
    return out;
  }

  [[nodiscard]] PlainNumber Times(const PlainNumber& other) const {
    PlainNumber out = *this;
    out.digits_ = "0";
    for (const char digit : other.digits_) {
      out.digits_ += '0';
      for (int i = 0; i < digit - '0'; ++i) out.digits_ = SumOf(out.digits_, digits_);
    }
    out.scale_ = scale_ + other.scale_;
    out.negative_ = negative_ != other.negative_;
    out.Trim();
    return out;
  }

  [[nodiscard]] PlainNumber Minus(const PlainNumber& other) const {
    PlainNumber negated = other;
    negated.negative_ = !other.negative_;
    return Plus(negated);
  }

  [[nodiscard]] int Sign() const { return digits_ == "0" ? 0 : negative_ ? -1 : 1; }
  /// Of the shortest form.
  [[nodiscard]] size_t digits() const { return digits_.size(); }
  [[nodiscard]] size_t scale() const { return scale_; }

  [[nodiscard]] std::string ToString() const {
    std::string text = digits_;
    if (text.size() <= scale_) text.insert(0, scale_ + 1 - text.size(), '0');
    if (scale_ > 0) text.insert(text.size() - scale_, 1, '.');
    return Sign() < 0 ? "-" + text : text;
  }

 private:
  /// Neither zeros in front nor at the end of the fraction.
  void Trim() {
    while (scale_ > 0 && digits_.size() > 1 && digits_.back() == '0') {
      digits_.pop_back();
      --scale_;
    }
    digits_.erase(0, std::min(digits_.find_first_not_of('0'), digits_.size() - 1));
    if (digits_ == "0") scale_ = 0;
  }

  [[nodiscard]] PlainNumber RaisedTo(size_t scale) const {
    PlainNumber out = *this;
    out.digits_.append(scale - scale_, '0');
    out.scale_ = scale;
    return out;
  }

  static bool IsSmaller(std::string a, std::string b) {
    PadBoth(a, b);
    return a < b;
  }

  static std::string SumOf(std::string a, std::string b) {
    PadBoth(a, b);
    int carry = 0;
    for (size_t i = a.size(); i > 0; --i) {
      const int sum = (a[i - 1] - '0') + (b[i - 1] - '0') + carry;
      a[i - 1] = static_cast<char>('0' + sum % 10);
      carry = sum / 10;
    }
    return carry > 0 ? "1" + a : a;
  }

  /// `a` is not smaller than `b`.
  static std::string DifferenceOf(std::string a, std::string b) {
    PadBoth(a, b);
    int borrow = 0;
    for (size_t i = a.size(); i > 0; --i) {
      const int difference = a[i - 1] - b[i - 1] - borrow;
      borrow = difference < 0 ? 1 : 0;
      a[i - 1] = static_cast<char>('0' + difference + 10 * borrow);
    }
    return a;
  }

  static void PadBoth(std::string& a, std::string& b) {
    const size_t size = std::max(a.size(), b.size());
    a.insert(0, size - a.size(), '0');
    b.insert(0, size - b.size(), '0');
  }

  bool negative_ = false;
  std::string digits_;
  size_t scale_ = 0;
};

}  // namespace taizhang
