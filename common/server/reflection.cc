#include "common/server/reflection.h"

#include <set>
#include <utility>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/descriptor.pb.h"
#include "grpc/reflection/v1/reflection.grpc.pb.h"
#include "grpc/reflection/v1alpha/reflection.grpc.pb.h"

namespace taizhang {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;

/// A file and all that it imports, each once, as encoded descriptors.
template <typename Strings>
void AddFile(const FileDescriptor& file, std::set<const FileDescriptor*>& added, Strings& out) {
  if (!added.insert(&file).second) return;
  google::protobuf::FileDescriptorProto descriptor;
  file.CopyTo(&descriptor);
  file.CopyJsonNameTo(&descriptor);  // else grpcurl prints field names that are not proto3 JSON's
  descriptor.SerializeToString(out.Add());
  for (int i = 0; i < file.dependency_count(); ++i) AddFile(*file.dependency(i), added, out);
}

template <typename Response>
void SetNotFound(Response& response) {
  response.mutable_error_response()->set_error_code(grpc::StatusCode::NOT_FOUND);
  response.mutable_error_response()->set_error_message("not found");
}

template <typename Response>
void SetFile(const FileDescriptor* file, Response& response) {
  if (file == nullptr) return SetNotFound(response);
  std::set<const FileDescriptor*> added;
  AddFile(*file, added,
          *response.mutable_file_descriptor_response()->mutable_file_descriptor_proto());
}

const FieldDescriptor* FindExtension(const std::string& type, int number) {
  const DescriptorPool& pool = *DescriptorPool::generated_pool();
  const auto* message = pool.FindMessageTypeByName(type);
  return message == nullptr ? nullptr : pool.FindExtensionByNumber(message, number);
}

template <typename Response>
void SetExtensionNumbers(const std::string& type, Response& response) {
  const DescriptorPool& pool = *DescriptorPool::generated_pool();
  const auto* message = pool.FindMessageTypeByName(type);
  if (message == nullptr) return SetNotFound(response);
  auto& out = *response.mutable_all_extension_numbers_response();
  out.set_base_type_name(type);
  std::vector<const FieldDescriptor*> extensions;
  pool.FindAllExtensions(message, &extensions);
  for (const FieldDescriptor* extension : extensions) out.add_extension_number(extension->number());
}

template <typename Request, typename Response>
void Answer(const Request& request, const std::vector<std::string>& service_names,
            Response& response) {
  const DescriptorPool& pool = *DescriptorPool::generated_pool();
  response.Clear();
  response.set_valid_host(request.host());
  *response.mutable_original_request() = request;
  switch (request.message_request_case()) {
    case Request::kFileByFilename:
      return SetFile(pool.FindFileByName(request.file_by_filename()), response);
    case Request::kFileContainingSymbol:
      return SetFile(pool.FindFileContainingSymbol(request.file_containing_symbol()), response);
    case Request::kFileContainingExtension: {
      const auto& wanted = request.file_containing_extension();
      const FieldDescriptor* extension =
          FindExtension(wanted.containing_type(), wanted.extension_number());
      return SetFile(extension == nullptr ? nullptr : extension->file(), response);
    }
    case Request::kAllExtensionNumbersOfType:
      return SetExtensionNumbers(request.all_extension_numbers_of_type(), response);
    case Request::kListServices:
      for (const std::string& name : service_names)
        response.mutable_list_services_response()->add_service()->set_name(name);
      return;
    case Request::MESSAGE_REQUEST_NOT_SET:
      break;
  }
  response.mutable_error_response()->set_error_code(grpc::StatusCode::INVALID_ARGUMENT);
  response.mutable_error_response()->set_error_message("set one of the fields of message_request");
}

/// Answers one question after the other; ends its own life when gRPC is done with it.
template <typename Request, typename Response>
class ReflectionReactor : public grpc::ServerBidiReactor<Request, Response> {
 public:
  explicit ReflectionReactor(const std::vector<std::string>& service_names)
      : service_names_(service_names) {
    this->StartRead(&request_);
  }

  void OnReadDone(bool ok) override {
    if (!ok) return this->Finish(grpc::Status::OK);
    Answer(request_, service_names_, response_);
    this->StartWrite(&response_);
  }

  void OnWriteDone(bool ok) override {
    if (!ok) return this->Finish(grpc::Status::CANCELLED);
    this->StartRead(&request_);
  }

  void OnDone() override { delete this; }

 private:
  const std::vector<std::string>& service_names_;
  Request request_;
  Response response_;
};

template <typename Callbacks, typename Request, typename Response>
class ReflectionService : public Callbacks {
 public:
  explicit ReflectionService(std::vector<std::string> service_names)
      : service_names_(std::move(service_names)) {}

  grpc::ServerBidiReactor<Request, Response>* ServerReflectionInfo(
      grpc::CallbackServerContext* /*context*/) override {
    return new ReflectionReactor<Request, Response>(service_names_);
  }

 private:
  const std::vector<std::string> service_names_;
};

namespace v1 = grpc::reflection::v1;
namespace v1alpha = grpc::reflection::v1alpha;

}  // namespace

std::unique_ptr<grpc::Service> MakeReflectionV1(std::vector<std::string> service_names) {
  return std::make_unique<
      ReflectionService<v1::ServerReflection::CallbackService, v1::ServerReflectionRequest,
                        v1::ServerReflectionResponse>>(std::move(service_names));
}

std::unique_ptr<grpc::Service> MakeReflectionV1Alpha(std::vector<std::string> service_names) {
  return std::make_unique<
      ReflectionService<v1alpha::ServerReflection::CallbackService,
                        v1alpha::ServerReflectionRequest, v1alpha::ServerReflectionResponse>>(
      std::move(service_names));
}

}  // namespace taizhang
