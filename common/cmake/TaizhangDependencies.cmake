# Libraries of Debian 12. Protobuf has no config file there, so it is found in module mode.

find_package(Threads REQUIRED)
find_package(Protobuf MODULE REQUIRED)
find_package(absl CONFIG REQUIRED)
find_package(spdlog CONFIG REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(OpenSSL REQUIRED)
if(TAIZHANG_GRPC)
  find_package(gRPC CONFIG REQUIRED)
endif()
if(TAIZHANG_TESTS)
  find_package(GTest REQUIRED)
  find_package(benchmark CONFIG QUIET)
endif()

find_library(LZ4_LIBRARY lz4 REQUIRED)
find_path(LZ4_INCLUDE_DIR lz4.h REQUIRED)
mark_as_advanced(LZ4_LIBRARY LZ4_INCLUDE_DIR)
add_library(LZ4::lz4 UNKNOWN IMPORTED GLOBAL)
set_target_properties(LZ4::lz4 PROPERTIES
  IMPORTED_LOCATION "${LZ4_LIBRARY}"
  INTERFACE_INCLUDE_DIRECTORIES "${LZ4_INCLUDE_DIR}")

target_link_libraries(taizhang_options INTERFACE Threads::Threads)
