# taizhang_library(<name> [SOURCES ...] [DEPS ...])     a layer's library; without SOURCES, headers only
# taizhang_binary(<name> SOURCES ... [DEPS ...])        an executable in the build folder's bin/
#
# DEPS are public: what a library's headers include, its users need as well. A target that names taizhang_grpc or a gRPC::
# target in DEPS is compiled with gRPC's precompiled header, all others with the plain one.

function(taizhang_use_pch target kind)
  if(TAIZHANG_PCH)
    target_precompile_headers(${target} REUSE_FROM taizhang_pch_${kind})
  endif()
endfunction()

function(taizhang_pch_kind result)
  set(kind plain)
  foreach(dependency IN LISTS ARGN)
    if(dependency MATCHES "^(taizhang_grpc|gRPC::.*)$")
      set(kind grpc)
    endif()
  endforeach()
  set(${result} ${kind} PARENT_SCOPE)
endfunction()

function(taizhang_library)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "NAME" "SOURCES;DEPS")
  if(NOT arg_NAME)
    list(POP_FRONT arg_UNPARSED_ARGUMENTS arg_NAME)
  endif()
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "taizhang_library(${arg_NAME}): unknown arguments ${arg_UNPARSED_ARGUMENTS}")
  endif()
  if(NOT arg_SOURCES)
    add_library(${arg_NAME} INTERFACE)
    target_link_libraries(${arg_NAME} INTERFACE taizhang_options ${arg_DEPS})
    return()
  endif()
  add_library(${arg_NAME} STATIC ${arg_SOURCES})
  target_link_libraries(${arg_NAME} PUBLIC taizhang_options ${arg_DEPS})
  taizhang_pch_kind(kind ${arg_DEPS})
  taizhang_use_pch(${arg_NAME} ${kind})
endfunction()

function(taizhang_binary)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "NAME" "SOURCES;DEPS")
  if(NOT arg_NAME)
    list(POP_FRONT arg_UNPARSED_ARGUMENTS arg_NAME)
  endif()
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "taizhang_binary(${arg_NAME}): unknown arguments ${arg_UNPARSED_ARGUMENTS}")
  endif()
  add_executable(${arg_NAME} ${arg_SOURCES})
  target_link_libraries(${arg_NAME} PRIVATE taizhang_options ${arg_DEPS})
  taizhang_pch_kind(kind ${arg_DEPS})
  taizhang_use_pch(${arg_NAME} ${kind})
endfunction()

# The precompiled headers themselves: one for code that knows no gRPC, one for code that does, one for tests. Nothing that
# a pure layer may not include is in the plain one.
function(taizhang_define_pch kind)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "HEADERS;DEPS")
  set(source "${PROJECT_BINARY_DIR}/pch/${kind}.cc")
  if(NOT EXISTS "${source}")
    file(WRITE "${source}" "")
  endif()
  add_library(taizhang_pch_${kind} OBJECT "${source}")
  target_link_libraries(taizhang_pch_${kind} PRIVATE taizhang_options ${arg_DEPS})
  target_precompile_headers(taizhang_pch_${kind} PRIVATE ${arg_HEADERS})
  if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    # ccache compares contents; a timestamp inside would make every rebuilt header a miss.
    target_compile_options(taizhang_pch_${kind} PRIVATE "SHELL:-Xclang -fno-pch-timestamp")
  endif()
endfunction()

if(TAIZHANG_PCH)
  set(plain_headers
    <algorithm> <array> <cstdint> <functional> <map> <memory> <optional> <span> <string> <string_view> <utility>
    <variant> <vector>
    <absl/container/flat_hash_map.h> <absl/status/status.h> <absl/status/statusor.h> <absl/strings/str_cat.h>)
  taizhang_define_pch(plain HEADERS ${plain_headers})
  if(TAIZHANG_GRPC)
    taizhang_define_pch(grpc HEADERS ${plain_headers} <grpcpp/grpcpp.h> DEPS gRPC::grpc++)
  endif()
  if(TAIZHANG_TESTS)
    taizhang_define_pch(test HEADERS ${plain_headers} <gmock/gmock.h> <gtest/gtest.h> DEPS GTest::gmock)
  endif()
endif()
