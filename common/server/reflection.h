#pragma once

#include <memory>
#include <string>
#include <vector>

#include "grpcpp/impl/codegen/service_type.h"

namespace taizhang {

/// Server reflection for the services of these names, from the descriptors that are linked in; v1,
/// and v1alpha for clients that know no other (Debian's library has the latter only, and for every
/// server of the process at once).
std::unique_ptr<grpc::Service> MakeReflectionV1(std::vector<std::string> service_names);
std::unique_ptr<grpc::Service> MakeReflectionV1Alpha(std::vector<std::string> service_names);

}  // namespace taizhang
