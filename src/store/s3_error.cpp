#include "store/s3_error.hpp"

#include "aws/error.hpp"
#include "fetch/url.hpp"
#include "store/store.hpp"

#include <fmt/format.h>

namespace almanac {
namespace {

/// What to do about it (S3 API reference, "Error responses").
std::string cure_of(S3Call const& call, HttpResponse const& response)
{
    auto const code = read_aws_error(response).code;
    auto const region = hinted_region(response);
    if (!response.problem.empty())
        return "Is the network there, and the endpoint right (AWS_ENDPOINT_URL_S3, or endpoint in [s3])?";
    if (code == "NoSuchBucket")
        return "Create the bucket, or correct `output` in almanac.toml.";
    if (code == "InvalidAccessKeyId")
        return fmt::format("The access key, from {}, is not known there: is it of another account, or deleted?",
                           call.origin);
    if (code == "SignatureDoesNotMatch")
        return fmt::format("The secret access key, from {}, does not belong to the access key id.", call.origin);
    if (code == "ExpiredToken" || code == "TokenRefreshRequired" || code == "InvalidToken" ||
        code == "InvalidClientTokenId")
        return fmt::format("The session of the credentials, from {}, is over or unknown there: get new ones.",
                           call.origin);
    if (code == "RequestTimeTooSkewed" || code == "RequestExpired")
        return "Set the clock of this machine.";
    if (!region.empty() && region != call.region)
        return fmt::format("The bucket is in the region {}, not in {}: set AWS_REGION={}, or region in [s3].", region,
                           call.region, region);
    if (code == "NotImplemented" || response.status == 501)
        return "That store cannot do it (docs/s3.md says what a store must be able to do).";
    if (is_throttling(response) || is_transient(response))
        return "It was tried several times. Try again later.";
    if (response.status == 403 || response.status == 401)
        return fmt::format(
            "The credentials, from {}, are wrong, or have to be allowed {} there (deploy/base has a policy).",
            call.origin, call.action);
    return "docs/s3.md says what a store must be able to do.";
}

}  // namespace

void throw_s3_error(S3Call const& call, HttpResponse const& response)
{
    throw StoreError{fmt::format("Could not {} {}: {} {}. {}", call.tried, call.what, redact_url(call.endpoint),
                                 describe_failure(response), cure_of(call, response))};
}

void throw_unconditional(S3Place const& place)
{
    throw StoreError{fmt::format(
        "The store of {} knows no conditional writes (If-Match), without which two runs at once could mix what they "
        "remember. Use another store, or, if you see to it that no two runs overlap, set conditional_writes = false in "
        "[s3] of almanac.toml.",
        to_text(place))};
}

std::string hinted_region(HttpResponse const& response)
{
    if (response.ok() || response.status == 0)
        return {};
    auto region = std::string{header(response.headers, "x-amz-bucket-region")};
    if (region.empty())
        region = first_xml_element(response.body, "Region");
    bool const plain =
        region.size() <= 40 && region.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos;
    return plain ? region : std::string{};
}

}  // namespace almanac
