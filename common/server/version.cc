#include "common/server/version.h"

namespace taizhang {

std::string Version() { return TAIZHANG_VERSION; }

}  // namespace taizhang
