#pragma once

namespace taizhang {

/// SIGTERM and SIGINT as an event to wait for. Made first in main, before any thread, so that every
/// thread inherits the blocked signals and none is interrupted. Also ignores SIGPIPE: a reader that
/// went away is an error of the write.
class ShutdownSignal {
 public:
  ShutdownSignal();

  /// Blocks until the first one and returns it. From then on a second one ends the process at once.
  int Wait();
};

}  // namespace taizhang
