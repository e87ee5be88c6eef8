#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/server/health.h"
#include "grpcpp/server.h"
#include "spdlog/logger.h"

namespace taizhang {

struct ServerOptions {
  std::string listen_address = "127.0.0.1:0";
  std::string health_address;  ///< empty: none
  bool reflection = true;
};

/// A service and its full name, as health and reflection tell it: {Service::service_full_name(),
/// &service}.
struct ServedService {
  std::string name;
  grpc::Service* service;
};

inline constexpr int kReceivedMessageBytesMax = 17
                                                << 20;  ///< 16 MiB of rows, and what is around them
inline constexpr int kConcurrentStreamsMax = 100;       ///< a connection

/// The servers of one process: services, health and reflection on one port, health alone on
/// another. Plain text.
///
/// Health says NOT_SERVING until SetServing. A port that another process listens on is an error,
/// never shared.
class GrpcServer {
 public:
  /// `services` and `health` outlive it. UNAVAILABLE says which address cannot be listened on, and
  /// why.
  static absl::StatusOr<std::unique_ptr<GrpcServer>> Start(
      const ServerOptions& options, const std::vector<ServedService>& services, Health& health,
      spdlog::logger& log);
  ~GrpcServer();
  GrpcServer(const GrpcServer&) = delete;
  GrpcServer& operator=(const GrpcServer&) = delete;

  /// With the ports that were bound: "127.0.0.1:43567"; empty where there is none.
  [[nodiscard]] const std::string& address() const { return address_; }
  [[nodiscard]] const std::string& health_address() const { return health_address_; }
  [[nodiscard]] grpc::Server& server() { return *server_; }

  /// Health ends, new calls are refused, those under way may finish until `drain_timeout` has
  /// passed; the rest is cancelled. Returns when nothing runs any more.
  void Shutdown(std::chrono::milliseconds drain_timeout);

 private:
  explicit GrpcServer(Health& health) : health_(health) {}

  Health& health_;
  std::vector<std::unique_ptr<grpc::Service>> own_services_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<grpc::Server> health_server_;
  std::string address_;
  std::string health_address_;
};

/// Raises the limit of open files to what the system allows: a listener of gRPC 1.51 that finds
/// none left dies for good.
void RaiseOpenFilesLimit(spdlog::logger& log);

}  // namespace taizhang
