#include "aws/credentials.hpp"

#include "text/text.hpp"

#include <fmt/format.h>

#include <mutex>
#include <optional>
#include <utility>

namespace almanac {

struct CredentialChain::State {
    Environment environment;
    ChainOptions options;
    std::mutex mutex;
    std::string origin;
};

CredentialChain::CredentialChain(Environment environment, ChainOptions options) : m_state(std::make_unique<State>())
{
    m_state->environment = std::move(environment);
    m_state->options = std::move(options);
}

CredentialChain::~CredentialChain() = default;

std::string CredentialChain::variable(std::string_view name) const
{
    auto const value = m_state->environment ? m_state->environment(name) : std::nullopt;
    return value ? std::string{trim(*value)} : std::string{};
}

Credentials CredentialChain::get()
{
    auto const lock = std::lock_guard{m_state->mutex};
    auto found =
        Credentials{variable("AWS_ACCESS_KEY_ID"), variable("AWS_SECRET_ACCESS_KEY"), variable("AWS_SESSION_TOKEN")};
    if (found.access_key_id.empty() || found.secret_access_key.empty())
        throw CredentialError{"There are no AWS credentials: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set."};
    m_state->origin = "environment variables";
    return found;
}

std::string CredentialChain::origin()
{
    auto const lock = std::lock_guard{m_state->mutex};
    return m_state->origin;
}

std::string CredentialChain::region() const
{
    for (std::string_view const name : {"AWS_REGION", "AWS_DEFAULT_REGION"}) {
        if (auto region = variable(name); !region.empty())
            return region;
    }
    throw CredentialError{"There is no AWS region: set AWS_REGION, such as AWS_REGION=us-east-1."};
}

std::string CredentialChain::custom_endpoint(AwsService const& service) const
{
    if (lower_ascii(variable("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS")) == "true")
        return {};
    auto endpoint = variable(fmt::format("AWS_ENDPOINT_URL_{}", service.variable_name));
    if (endpoint.empty())
        endpoint = variable("AWS_ENDPOINT_URL");
    while (endpoint.ends_with('/'))
        endpoint.pop_back();
    return endpoint;
}

}  // namespace almanac
