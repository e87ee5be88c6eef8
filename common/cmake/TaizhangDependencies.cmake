# Libraries of Debian 12. Protobuf has no config file there, so it is found in module mode.

find_package(Threads REQUIRED)
find_package(Protobuf MODULE REQUIRED)
find_package(absl CONFIG REQUIRED)
find_package(spdlog CONFIG REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(EXPAT REQUIRED)
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

find_library(UTF8PROC_LIBRARY utf8proc REQUIRED)
find_path(UTF8PROC_INCLUDE_DIR utf8proc.h REQUIRED)
mark_as_advanced(UTF8PROC_LIBRARY UTF8PROC_INCLUDE_DIR)
add_library(utf8proc::utf8proc UNKNOWN IMPORTED GLOBAL)
set_target_properties(utf8proc::utf8proc PROPERTIES
  IMPORTED_LOCATION "${UTF8PROC_LIBRARY}"
  INTERFACE_INCLUDE_DIRECTORIES "${UTF8PROC_INCLUDE_DIR}")

find_library(CSV_LIBRARY csv REQUIRED)
find_path(CSV_INCLUDE_DIR csv.h REQUIRED)
mark_as_advanced(CSV_LIBRARY CSV_INCLUDE_DIR)
add_library(CSV::csv UNKNOWN IMPORTED GLOBAL)
set_target_properties(CSV::csv PROPERTIES
  IMPORTED_LOCATION "${CSV_LIBRARY}"
  INTERFACE_INCLUDE_DIRECTORIES "${CSV_INCLUDE_DIR}")

find_library(GMP_LIBRARY gmp REQUIRED)
find_library(GMPXX_LIBRARY gmpxx REQUIRED)
find_path(GMP_INCLUDE_DIR gmpxx.h REQUIRED)
mark_as_advanced(GMP_LIBRARY GMPXX_LIBRARY GMP_INCLUDE_DIR)
add_library(GMP::gmp UNKNOWN IMPORTED GLOBAL)
set_target_properties(GMP::gmp PROPERTIES
  IMPORTED_LOCATION "${GMP_LIBRARY}"
  INTERFACE_INCLUDE_DIRECTORIES "${GMP_INCLUDE_DIR}")
add_library(GMP::gmpxx UNKNOWN IMPORTED GLOBAL)
set_target_properties(GMP::gmpxx PROPERTIES
  IMPORTED_LOCATION "${GMPXX_LIBRARY}"
  INTERFACE_INCLUDE_DIRECTORIES "${GMP_INCLUDE_DIR}"
  INTERFACE_LINK_LIBRARIES GMP::gmp)

# Debian's config file of libzip asks for its command line programs as well, which are another package.
find_library(ZIP_LIBRARY zip REQUIRED)
find_path(ZIP_INCLUDE_DIR zip.h REQUIRED)
mark_as_advanced(ZIP_LIBRARY ZIP_INCLUDE_DIR)
add_library(ZIP::zip UNKNOWN IMPORTED GLOBAL)
set_target_properties(ZIP::zip PROPERTIES
  IMPORTED_LOCATION "${ZIP_LIBRARY}"
  INTERFACE_INCLUDE_DIRECTORIES "${ZIP_INCLUDE_DIR}")

target_link_libraries(taizhang_options INTERFACE Threads::Threads)
