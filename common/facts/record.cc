#include "common/facts/record.h"

namespace taizhang {

uint32_t ReporterBitOf(const RecordName& name) {
  switch (name.kind()) {
    case RecordKind::kVillage:
      return ReporterBit(Reporter::kVillage);
    case RecordKind::kEnterprise:
      return ReporterBit(Reporter::kEnterprise);
    case RecordKind::kProject:
      return ReporterBit(Reporter::kProject);
    case RecordKind::kDivision:
      switch (name.division().level()) {
        case DivisionLevel::kNation:
          return ReporterBit(Reporter::kNation);
        case DivisionLevel::kProvince:
          return ReporterBit(Reporter::kProvince);
        case DivisionLevel::kPrefecture:
          return ReporterBit(Reporter::kPrefecture);
        case DivisionLevel::kCounty:
          return ReporterBit(Reporter::kCounty);
        case DivisionLevel::kTown:
          return ReporterBit(Reporter::kTown);
        case DivisionLevel::kVillage:
          return 0;
      }
      return 0;
    case RecordKind::kCluster:
    case RecordKind::kMeasure:
    case RecordKind::kIndicator:
      return 0;
  }
  return 0;
}

}  // namespace taizhang
