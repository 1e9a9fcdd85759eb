#pragma once

#include "aws/http.hpp"

#include <absl/time/time.h>

#include <optional>
#include <string>
#include <string_view>

namespace almanac {

/// What a service says went wrong.
struct AwsError {
    std::string code;  ///< "NoSuchKey", "ThrottlingException"; empty when the answer names none
    std::string message;
};

/// Reads the error of an answer that is not ok(): XML (S3, STS), JSON (SSM, SES), or the header x-amzn-errortype.
[[nodiscard]] AwsError read_aws_error(HttpResponse const& response);

/// The text of the first element of that name, empty when there is none: answers of STS and errors are flat where it
/// matters.
[[nodiscard]] std::string first_xml_element(std::string_view xml, std::string_view name);

/// "answered 403 AccessDenied: Access Denied", "could not be reached: no connection within 10 s"; no full stop.
[[nodiscard]] std::string describe_failure(HttpResponse const& response);

/// Whether another try may help: nothing came, or the service is overloaded (SDK reference, "Retry behavior").
[[nodiscard]] bool is_transient(HttpResponse const& response);
[[nodiscard]] bool is_throttling(HttpResponse const& response);

/// Whether the answer says that the time of the signature is wrong, or may mean it.
[[nodiscard]] bool may_be_clock_skew(HttpResponse const& response);

/// The other side's time, when the answer may be about the signature's and that differs by minutes from `now`.
[[nodiscard]] std::optional<absl::Time> other_clock(HttpResponse const& response, absl::Time now);

}  // namespace almanac
