# Compiler, warnings, sanitizers, cache and linker. Everything a target of ours is compiled with is in taizhang_options.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Build type" FORCE)
endif()
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")
set(CMAKE_CXX_FLAGS_DEBUG "-O0 -g1")

if(NOT CMAKE_RUNTIME_OUTPUT_DIRECTORY)
  set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
endif()

# ccache refuses precompiled headers unless told that their macros and times may differ; without NOHASHDIR every build
# folder would have a cache of its own.
find_program(TAIZHANG_CCACHE ccache)
mark_as_advanced(TAIZHANG_CCACHE)
if(TAIZHANG_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER
    ${CMAKE_COMMAND} -E env
    CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_ctime,include_file_mtime
    CCACHE_NOHASHDIR=1
    ${TAIZHANG_CCACHE})
endif()

find_program(TAIZHANG_MOLD mold)
mark_as_advanced(TAIZHANG_MOLD)
if(TAIZHANG_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

# Sanitizers instrument everything that we compile, generated code included: they are global.
if(TAIZHANG_SANITIZE)
  add_compile_options(-fsanitize=${TAIZHANG_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${TAIZHANG_SANITIZE})
endif()
if(TAIZHANG_FUZZ)
  if(NOT CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    message(FATAL_ERROR "TAIZHANG_FUZZ needs clang's libFuzzer: use the preset asan-ubsan")
  endif()
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

add_library(taizhang_options INTERFACE)
target_include_directories(taizhang_options INTERFACE "${PROJECT_SOURCE_DIR}")
target_compile_options(taizhang_options INTERFACE
  # Designated initialisers leave members at their defaults on purpose: -Wno-missing-field-initializers.
  -Wall -Wextra -Wno-missing-field-initializers -Wconversion -Wshadow -Wnon-virtual-dtor -Wold-style-cast -Werror)
if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  # g++'s -Wconversion leaves signs alone, clang's includes them: both compilers shall accept the same code.
  target_compile_options(taizhang_options INTERFACE -Wthread-safety -Wno-sign-conversion)
else()
  # g++ 12 sees overlaps and overruns where std::string's operator+ is inlined (GCC bugs 105329, 105651); clang's sanitizers
  # look for the real ones.
  target_compile_options(taizhang_options INTERFACE
    -Wno-restrict -Wno-array-bounds -Wno-stringop-overflow)
endif()
# Everywhere, as gRPC brings it along: a precompiled header is refused where _REENTRANT differs.
target_compile_options(taizhang_options INTERFACE -pthread)
