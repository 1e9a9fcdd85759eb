#pragma once

#include <string>
#include <string_view>

namespace almanac {

/// A service of AWS, or one that speaks like it.
struct AwsService {
    std::string_view signing_name;   ///< in signatures: "s3", "ses"
    std::string_view host_name;      ///< "s3" of s3.us-east-1.amazonaws.com
    std::string_view variable_name;  ///< "SESV2" of AWS_ENDPOINT_URL_SESV2 (SDK reference, service identifiers)
};

inline constexpr AwsService s3_service{"s3", "s3", "S3"};
inline constexpr AwsService ses_service{"ses", "email", "SESV2"};
inline constexpr AwsService ssm_service{"ssm", "ssm", "SSM"};
inline constexpr AwsService secrets_manager_service{"secretsmanager", "secretsmanager", "SECRETS_MANAGER"};
inline constexpr AwsService sts_service{"sts", "sts", "STS"};

/// "https://ssm.us-east-1.amazonaws.com": where AWS itself has the service (China has a domain of its own).
[[nodiscard]] std::string aws_endpoint(AwsService const& service, std::string_view region);

}  // namespace almanac
