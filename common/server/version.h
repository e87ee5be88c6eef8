#pragma once

#include <string>

namespace taizhang {

/// Of the build, as CMake's project() says: "0.1.0".
std::string Version();

}  // namespace taizhang
