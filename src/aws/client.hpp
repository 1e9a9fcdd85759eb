#pragma once

#include "aws/credentials.hpp"
#include "aws/error.hpp"
#include "aws/http.hpp"
#include "aws/service.hpp"

#include <absl/time/clock.h>
#include <absl/time/time.h>

#include <functional>
#include <string>
#include <string_view>

namespace almanac {

struct AwsClientOptions {
    std::string region{};    ///< empty: the chain's; with a custom endpoint "us-east-1" when there is none
    std::string endpoint{};  ///< empty: the chain's custom_endpoint(), else AWS itself
    int attempts = 0;        ///< 0: AWS_MAX_ATTEMPTS, else 3
    HttpOptions http{};
    std::function<absl::Time()> now = absl::Now;
    std::function<void(absl::Duration)> sleep = absl::SleepFor;
};

/// Signed calls to one service. A call is tried again as the SDKs' standard mode has it (SDK reference, "Retry
/// behavior"): lost connections, 500, 502, 503, 504 and codes of throttling, with a random wait below 1, 2, 4 ... 20 s.
/// When the other side's clock differs by minutes, it is taken over once and the call signed again. For one thread at
/// a time; several clients may share one chain.
class AwsClient {
public:
    /// Throws CredentialError when no region is known.
    AwsClient(AwsService const& service, CredentialChain& credentials, AwsClientOptions options = {});

    /// The last answer; `request.url` is absolute and final. Throws CredentialError, nothing else.
    [[nodiscard]] HttpResponse send(HttpRequest const& request);

    /// A link that works without credentials; see presign() of aws/sigv4.hpp.
    [[nodiscard]] std::string presign(std::string_view method, std::string_view url, absl::Duration expires);

    /// "https://s3.us-east-1.amazonaws.com", without a slash at its end; may have a path.
    [[nodiscard]] std::string const& endpoint() const { return m_options.endpoint; }
    [[nodiscard]] std::string const& region() const { return m_options.region; }

    /// Whether the endpoint is not AWS's own.
    [[nodiscard]] bool is_custom() const { return m_custom; }

    /// The time of the other side, as far as it is known.
    [[nodiscard]] absl::Time now() const { return m_options.now() + m_skew; }

private:
    [[nodiscard]] HttpResponse try_once(HttpRequest const& request);
    [[nodiscard]] bool takes_clock_of(HttpResponse const& response);
    [[nodiscard]] bool may_retry(HttpResponse const& response);

    AwsService m_service;
    CredentialChain& m_credentials;
    AwsClientOptions m_options;
    HttpClient m_http;
    absl::Duration m_skew;
    bool m_custom = false;
    int m_tokens;  ///< what retries may still cost: a service that is down is not asked three times by every call
};

}  // namespace almanac
