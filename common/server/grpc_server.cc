#include "common/server/grpc_server.h"

#include <cerrno>
#include <netdb.h>
#include <set>
#include <sys/resource.h>
#include <sys/socket.h>
#include <system_error>
#include <unistd.h>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/server/reflection.h"
#include "grpc/impl/codegen/grpc_types.h"
#include "grpcpp/server_builder.h"

namespace taizhang {
namespace {

constexpr int kHandshakeTimeoutMs = 10'000;
constexpr int kKeepaliveTimeMs =
    30'000;  ///< a connection that is quiet for so long is asked whether it lives
constexpr int kKeepaliveTimeoutMs = 10'000;
constexpr int kClientPingIntervalMinMs = 5'000;

std::pair<std::string, std::string> SplitAddress(const std::string& address) {
  const size_t colon = address.rfind(':');
  std::string host = address.substr(0, colon);
  if (host.size() > 2 && host.front() == '[') host = host.substr(1, host.size() - 2);
  return {host, address.substr(colon + 1)};
}

/// Why nobody can listen there, by trying without gRPC, which does not say.
std::string WhyNot(const std::string& address) {
  const auto [host, port] = SplitAddress(address);
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE;
  addrinfo* found = nullptr;
  if (const int error = getaddrinfo(host.c_str(), port.c_str(), &hints, &found); error != 0)
    return gai_strerror(error);
  int error = 0;
  const int file = socket(found->ai_family, found->ai_socktype, found->ai_protocol);
  const int on = 1;
  setsockopt(file, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  if (bind(file, found->ai_addr, found->ai_addrlen) != 0 || listen(file, 1) != 0) error = errno;
  close(file);
  freeaddrinfo(found);
  return error == 0 ? "gRPC refused it" : std::generic_category().message(error);
}

void Configure(grpc::ServerBuilder& builder) {
  builder.SetMaxReceiveMessageSize(kReceivedMessageBytesMax);
  builder.SetMaxSendMessageSize(-1);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, kConcurrentStreamsMax);
  builder.AddChannelArgument(GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS, kHandshakeTimeoutMs);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, kKeepaliveTimeMs);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kKeepaliveTimeoutMs);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS,
                             kClientPingIntervalMinMs);
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
}

/// Starts a server, and puts into `address` the port that it got.
absl::StatusOr<std::unique_ptr<grpc::Server>> Listen(const std::vector<grpc::Service*>& services,
                                                     const std::string& wanted,
                                                     std::string& address) {
  grpc::ServerBuilder builder;
  Configure(builder);
  int port = 0;
  builder.AddListeningPort(wanted, grpc::InsecureServerCredentials(), &port);
  for (grpc::Service* service : services) builder.RegisterService(service);
  std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr || port == 0) {
    return absl::UnavailableError(absl::StrCat("cannot listen on ", wanted, ": ", WhyNot(wanted)));
  }
  address = absl::StrCat(wanted.substr(0, wanted.rfind(':')), ":", port);
  return server;
}

}  // namespace

absl::StatusOr<std::unique_ptr<GrpcServer>> GrpcServer::Start(
    const ServerOptions& options, const std::vector<ServedService>& services, Health& health,
    spdlog::logger& log) {
  RaiseOpenFilesLimit(log);
  std::unique_ptr<GrpcServer> out(new GrpcServer(health));
  std::vector<grpc::Service*> served;
  std::set<std::string> names;
  for (const ServedService& service : services) {
    served.push_back(service.service);
    names.insert(service.name);
  }
  const auto own = [&out](std::unique_ptr<grpc::Service> service) {
    return out->own_services_.emplace_back(std::move(service)).get();
  };
  served.push_back(own(std::make_unique<HealthService>(health, names)));
  if (options.reflection) {
    std::vector<std::string> listed(names.begin(), names.end());
    listed.emplace_back(grpc::health::v1::Health::service_full_name());
    served.push_back(own(MakeReflectionV1(listed)));
    served.push_back(own(MakeReflectionV1Alpha(listed)));
  }
  auto server = Listen(served, options.listen_address, out->address_);
  if (!server.ok()) return server.status();
  out->server_ = *std::move(server);
  log.info("listening on {}", out->address_);
  if (!options.health_address.empty()) {
    auto health_server = Listen({own(std::make_unique<HealthService>(health, names))},
                                options.health_address, out->health_address_);
    if (!health_server.ok()) return health_server.status();
    out->health_server_ = *std::move(health_server);
    log.info("health alone on {}", out->health_address_);
  }
  return out;
}

GrpcServer::~GrpcServer() { Shutdown(std::chrono::milliseconds(0)); }

void GrpcServer::Shutdown(std::chrono::milliseconds drain_timeout) {
  if (server_ == nullptr) return;
  health_.End();
  server_->Shutdown(std::chrono::system_clock::now() + drain_timeout);
  if (health_server_ != nullptr) health_server_->Shutdown(std::chrono::system_clock::now());
  server_.reset();
  health_server_.reset();
}

void RaiseOpenFilesLimit(spdlog::logger& log) {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == limit.rlim_max) return;
  const rlim_t before = limit.rlim_cur;
  limit.rlim_cur = limit.rlim_max;
  if (setrlimit(RLIMIT_NOFILE, &limit) == 0) {
    log.debug("limit of open files raised from {} to {}", before, limit.rlim_max);
  } else {
    log.warn("limit of open files stays at {}", before);
  }
}

}  // namespace taizhang
