#include <iostream>
#include <string>
#include <unistd.h>
#include <vector>

#include "services/cli/program.h"

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  const taizhang::cli::Console console{.in = std::cin,
                                       .out = std::cout,
                                       .err = std::cerr,
                                       .environment = taizhang::ProcessEnvironment(),
                                       .interactive = isatty(STDIN_FILENO) == 1};
  const int status = taizhang::cli::Run(arguments, console);
  std::cout.flush();
  return std::cout.good() ? status : taizhang::cli::kExitBrokenOutput;
}
