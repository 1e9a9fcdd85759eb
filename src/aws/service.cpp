#include "aws/service.hpp"

#include <fmt/format.h>

namespace almanac {

std::string aws_endpoint(AwsService const& service, std::string_view region)
{
    return fmt::format("https://{}.{}.amazonaws.com{}", service.host_name, region,
                       region.starts_with("cn-") ? ".cn" : "");
}

}  // namespace almanac
