#pragma once

#include "aws/profile.hpp"
#include "aws/service.hpp"
#include "aws/sigv4.hpp"
#include "config/secrets.hpp"

#include <absl/time/clock.h>
#include <absl/time/time.h>

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>

namespace almanac {

struct FoundCredentials;

/// There are no credentials (or no region). The text says where was looked and what to do, and holds no secret.
struct CredentialError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

struct ChainOptions {
    HttpOptions http{};
    std::function<absl::Time()> now = absl::Now;
    absl::Duration process_limit = absl::Seconds(30);  ///< of a credential_process
};

/// Where the credentials, the region and the endpoints of AWS come from, as its own tools find them. They are fetched
/// when first asked for, kept, and fetched anew before they expire. Safe to use from several threads.
class CredentialChain {
public:
    explicit CredentialChain(Environment environment, ChainOptions options = {});
    ~CredentialChain();
    CredentialChain(CredentialChain const&) = delete;
    CredentialChain& operator=(CredentialChain const&) = delete;

    /// Valid ones. Throws CredentialError with advice when there are none.
    [[nodiscard]] Credentials get();

    /// Where get() found them, for people: "environment variables". Empty before that.
    [[nodiscard]] std::string origin() const;

    /// Throws CredentialError when no place names one.
    [[nodiscard]] std::string region() const;

    /// Where the service is to be called instead of AWS: AWS_ENDPOINT_URL_SERVICE, AWS_ENDPOINT_URL, then the profile's
    /// endpoint_url; without a slash at its end. Empty when nothing names one.
    [[nodiscard]] std::string custom_endpoint(AwsService const& service) const;

    /// A variable of the environment, trimmed; empty when it is not set.
    [[nodiscard]] std::string variable(std::string_view name) const;

private:
    struct State;
    [[nodiscard]] Profiles const& profiles() const;  ///< under the lock
    [[nodiscard]] Profile profile() const;           ///< the one in use
    [[nodiscard]] std::string configured_region() const;
    [[nodiscard]] FoundCredentials look();

    std::unique_ptr<State> m_state;
};

}  // namespace almanac
