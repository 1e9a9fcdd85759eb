#include "aws/client.hpp"

#include <absl/strings/numbers.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace almanac {
namespace {

/// What the SDKs give a client for retries, and what one costs.
constexpr int retry_tokens = 500;
constexpr int cost_of_retry = 5;
constexpr absl::Duration longest_wait = absl::Seconds(20);

int configured_attempts(CredentialChain const& chain)
{
    int attempts = 0;
    return absl::SimpleAtoi(chain.variable("AWS_MAX_ATTEMPTS"), &attempts) && attempts >= 1 && attempts <= 20 ? attempts
                                                                                                              : 3;
}

/// Below 1, 2, 4 ... 20 s: several clients that failed together should not come back together.
absl::Duration random_wait(int retry)
{
    std::random_device device;
    auto const share = static_cast<double>(device()) / static_cast<double>(std::random_device::max());
    return share * std::min(absl::Seconds(std::pow(2, retry)), longest_wait);
}

}  // namespace

AwsClient::AwsClient(AwsService const& service, CredentialChain& credentials, AwsClientOptions options)
    : m_service(service), m_credentials(credentials), m_options(std::move(options)), m_http(m_options.http),
      m_tokens(retry_tokens)
{
    if (m_options.endpoint.empty())
        m_options.endpoint = credentials.custom_endpoint(service);
    m_custom = !m_options.endpoint.empty();
    if (m_options.region.empty()) {
        try {
            m_options.region = credentials.region();
        } catch (CredentialError const&) {
            if (!m_custom)
                throw;
            m_options.region = "us-east-1";  // what those who speak like AWS take where they have no regions
        }
    }
    if (!m_custom)
        m_options.endpoint = aws_endpoint(service, m_options.region);
    if (m_options.attempts == 0)
        m_options.attempts = configured_attempts(credentials);
}

HttpResponse AwsClient::try_once(HttpRequest const& request)
{
    auto const credentials = m_credentials.get();
    auto signed_request = request;
    auto added = sign(request, credentials, {m_options.region, std::string{m_service.signing_name}}, now());
    std::ranges::move(added, std::back_inserter(signed_request.headers));
    return m_http.send(signed_request);
}

bool AwsClient::takes_clock_of(HttpResponse const& response)
{
    auto const theirs = other_clock(response, now());
    if (theirs)
        m_skew = *theirs - m_options.now();
    return theirs.has_value();
}

bool AwsClient::may_retry(HttpResponse const& response)
{
    if (!(is_transient(response) || is_throttling(response)) || m_tokens < cost_of_retry)
        return false;
    m_tokens -= cost_of_retry;
    return true;
}

HttpResponse AwsClient::send(HttpRequest const& request)
{
    bool clock_taken = false;
    for (int retry = 0;;) {
        auto response = try_once(request);
        if (response.ok()) {
            m_tokens = std::min(retry_tokens, m_tokens + (retry == 0 ? 1 : cost_of_retry));
            return response;
        }
        if (!clock_taken && takes_clock_of(response)) {
            clock_taken = true;
            continue;
        }
        if (retry + 1 >= m_options.attempts || !may_retry(response))
            return response;
        m_options.sleep(random_wait(retry++));
    }
}

std::string AwsClient::presign(std::string_view method, std::string_view url, absl::Duration expires)
{
    return almanac::presign(method, url, m_credentials.get(), {m_options.region, std::string{m_service.signing_name}},
                            now(), expires);
}

}  // namespace almanac
