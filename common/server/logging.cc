#include "common/server/logging.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <utility>

#include "common/values/text.h"
#include "spdlog/formatter.h"
#include "spdlog/sinks/ostream_sink.h"
#include "spdlog/sinks/stdout_sinks.h"

namespace taizhang {
namespace {

/// Bytes of the character that begins `text`; 0 where none does.
size_t CharacterSize(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  const size_t size = lead < 0x80 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  return IsValidUtf8(text.substr(0, size)) && size <= text.size() ? size : 0;
}

void AppendControl(uint32_t code, std::string& out) {
  if (code == '\n') {
    out += "\\n";
  } else if (code == '\t') {
    out += "\\t";
  } else if (code == '\r') {
    out += "\\r";
  } else {
    std::array<char, 8> buffer{};
    std::snprintf(buffer.data(), buffer.size(), "\\u%04x", code);
    out += buffer.data();
  }
}

std::string FormatTime(std::chrono::system_clock::time_point time) {
  const auto since_epoch = time.time_since_epoch();
  const std::time_t seconds = std::chrono::duration_cast<std::chrono::seconds>(since_epoch).count();
  const int64_t millis =
      std::chrono::duration_cast<std::chrono::milliseconds>(since_epoch).count() % 1'000;
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  std::array<char, 40> buffer{};
  const size_t size = std::strftime(buffer.data(), buffer.size(), "%Y-%m-%dT%H:%M:%S", &parts);
  std::snprintf(buffer.data() + size, buffer.size() - size, ".%03dZ", static_cast<int>(millis));
  return buffer.data();
}

std::string_view LevelText(spdlog::level::level_enum level) {
  switch (level) {
    case spdlog::level::trace:
    case spdlog::level::debug:
      return "debug";
    case spdlog::level::info:
      return "info";
    case spdlog::level::warn:
      return "warning";
    default:
      return "error";
  }
}

class LineFormatter : public spdlog::formatter {
 public:
  explicit LineFormatter(bool json) : json_(json) {}

  void format(const spdlog::details::log_msg& message, spdlog::memory_buf_t& out) override {
    const std::string text = EscapeText({message.payload.data(), message.payload.size()}, json_);
    const auto append = [&out](std::string_view part) {
      out.append(part.data(), part.data() + part.size());
    };
    append(json_ ? R"({"time":")" : "");
    append(FormatTime(message.time));
    append(json_ ? R"(","level":")" : " ");
    append(LevelText(message.level));
    append(json_ ? R"(","message":")" : " ");
    append(text);
    append(json_ ? "\"}\n" : "\n");
  }

  [[nodiscard]] std::unique_ptr<spdlog::formatter> clone() const override {
    return std::make_unique<LineFormatter>(json_);
  }

 private:
  bool json_;
};

std::shared_ptr<spdlog::logger> MakeLogger(const LogOptions& options, spdlog::sink_ptr sink) {
  auto logger = std::make_shared<spdlog::logger>("taizhang", std::move(sink));
  logger->set_formatter(std::make_unique<LineFormatter>(options.format == "json"));
  logger->set_level(spdlog::level::from_str(options.level));
  logger->flush_on(spdlog::level::trace);
  return logger;
}

}  // namespace

std::string EscapeText(std::string_view text, bool quotes) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const size_t size = CharacterSize(text);
    const auto lead = static_cast<unsigned char>(text.front());
    if (size == 0) {
      out += "\xEF\xBF\xBD";
    } else if (size == 1 && (lead < 0x20 || lead == 0x7F)) {
      AppendControl(lead, out);
    } else if (size == 2 && lead == 0xC2 && static_cast<unsigned char>(text[1]) < 0xA0) {
      AppendControl(static_cast<unsigned char>(text[1]), out);
    } else {
      if (quotes && (lead == '"' || lead == '\\')) out += '\\';
      out += text.substr(0, size);
    }
    text.remove_prefix(size == 0 ? 1 : size);
  }
  return out;
}

std::shared_ptr<spdlog::logger> MakeLogger(const LogOptions& options) {
  return MakeLogger(options, std::make_shared<spdlog::sinks::stderr_sink_mt>());
}

std::shared_ptr<spdlog::logger> MakeLogger(const LogOptions& options, std::ostream& out) {
  return MakeLogger(options, std::make_shared<spdlog::sinks::ostream_sink_mt>(out, true));
}

}  // namespace taizhang
