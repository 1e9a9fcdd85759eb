#include "aws/error.hpp"

#include "json/json.hpp"
#include "text/text.hpp"

#include <boost/json/object.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>

namespace almanac {
namespace {

constexpr std::size_t most_error_bytes = 64U << 10U;

/// "com.amazonaws.ssm#ParameterNotFound:http://..." is "ParameterNotFound".
std::string bare_code(std::string_view code)
{
    code = code.substr(0, code.find(':'));
    return std::string{trim(code.substr(code.rfind('#') == std::string_view::npos ? 0 : code.rfind('#') + 1))};
}

AwsError read_json_error(std::string_view body)
{
    try {
        auto const value = read_json(body);
        if (auto const* const object = value.if_object()) {
            auto code = member_text(*object, "__type");
            auto message = member_text(*object, "message");
            return {bare_code(code.empty() ? member_text(*object, "code") : code),
                    message.empty() ? member_text(*object, "Message") : message};
        }
    } catch (JsonError const&) {
        return {};
    }
    return {};
}

bool holds(std::span<std::string_view const> codes, std::string_view code)
{
    return std::ranges::find(codes, code) != codes.end();
}

}  // namespace

std::string first_xml_element(std::string_view xml, std::string_view name)
{
    auto const open = fmt::format("<{}>", name);
    auto const begin = xml.find(open);
    if (begin == std::string_view::npos)
        return {};
    xml.remove_prefix(begin + open.size());
    auto text = std::string{xml.substr(0, xml.find('<'))};
    for (auto const& [entity, character] :
         {std::pair{"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&apos;", "'"}, {"&amp;", "&"}})
        text = replace_all(std::move(text), entity, character);
    return text;
}

AwsError read_aws_error(HttpResponse const& response)
{
    auto const body = std::string_view{response.body}.substr(0, most_error_bytes);
    auto error = trim(body).starts_with('{')
                     ? read_json_error(body)
                     : AwsError{first_xml_element(body, "Code"), first_xml_element(body, "Message")};
    if (error.code.empty())
        error.code = bare_code(header(response.headers, "x-amzn-errortype"));
    return error;
}

std::string describe_failure(HttpResponse const& response)
{
    if (!response.problem.empty())
        return "could not be reached: " + response.problem;
    auto const error = read_aws_error(response);
    auto text = fmt::format("answered {}", response.status);
    if (!error.code.empty())
        text += " " + error.code;
    if (!error.message.empty())
        text += ": " + cut_at_word(collapse_spaces(error.message), 300);
    while (text.ends_with('.'))
        text.pop_back();
    return text;
}

bool is_transient(HttpResponse const& response)
{
    constexpr std::array<int, 4> statuses = {500, 502, 503, 504};
    constexpr std::array<std::string_view, 2> codes = {"RequestTimeout", "RequestTimeoutException"};
    return !response.problem.empty() || std::ranges::find(statuses, response.status) != statuses.end() ||
           (response.status >= 400 && holds(codes, read_aws_error(response).code));
}

bool is_throttling(HttpResponse const& response)
{
    constexpr std::array<std::string_view, 14> codes = {"Throttling",
                                                        "ThrottlingException",
                                                        "ThrottledException",
                                                        "RequestThrottledException",
                                                        "TooManyRequestsException",
                                                        "ProvisionedThroughputExceededException",
                                                        "TransactionInProgressException",
                                                        "RequestLimitExceeded",
                                                        "BandwidthLimitExceeded",
                                                        "LimitExceededException",
                                                        "RequestThrottled",
                                                        "SlowDown",
                                                        "PriorRequestNotComplete",
                                                        "EC2ThrottledException"};
    return response.status == 429 || (response.status >= 400 && holds(codes, read_aws_error(response).code));
}

bool may_be_clock_skew(HttpResponse const& response)
{
    constexpr std::array<std::string_view, 7> codes = {
        "AccessDeniedException", "AuthFailure",          "InvalidSignatureException", "RequestExpired",
        "RequestInTheFuture",    "RequestTimeTooSkewed", "SignatureDoesNotMatch"};
    if (response.status < 400 || response.status >= 500)
        return false;
    auto const code = read_aws_error(response).code;
    return holds(codes, code) || (code.empty() && response.status == 403);  // the answer to a HEAD has no body
}

std::optional<absl::Time> other_clock(HttpResponse const& response, absl::Time now)
{
    constexpr absl::Duration tolerated_skew = absl::Minutes(4);
    absl::Time theirs;
    if (!may_be_clock_skew(response) ||
        !absl::ParseTime("%a, %d %b %Y %H:%M:%S GMT", std::string{header(response.headers, "Date")}, &theirs,
                         nullptr) ||
        absl::AbsDuration(theirs - now) < tolerated_skew)
        return std::nullopt;
    return theirs;
}

}  // namespace almanac
