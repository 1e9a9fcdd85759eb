#include "aws/credentials.hpp"

#include "aws/providers.hpp"
#include "text/text.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <mutex>
#include <optional>
#include <utility>

namespace almanac {
namespace {

/// So long before they expire credentials are fetched anew; links and uploads under way still end with the old ones.
constexpr absl::Duration refresh_before = absl::Minutes(5);
constexpr absl::Duration wait_after_failure = absl::Minutes(1);

constexpr std::string_view advice =
    "There are no AWS credentials. Looked at: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, web identity, the profile "
    "of "
    "~/.aws/config and ~/.aws/credentials, the container, the instance's role. On EC2, ECS and Lambda give the machine "
    "a role; elsewhere run `aws configure` or set the two variables.";

}  // namespace

struct CredentialChain::State {
    Environment environment;
    ChainOptions options;
    std::mutex mutex;  ///< of all below
    HttpClient http;
    std::optional<Profiles> profiles;
    std::optional<FoundCredentials> found;
    absl::Time next_try = absl::InfinitePast();
    std::optional<std::string> instance_region;

    State(Environment e, ChainOptions o) : environment(std::move(e)), options(std::move(o)), http(options.http) {}
};

CredentialChain::CredentialChain(Environment environment, ChainOptions options)
    : m_state(std::make_unique<State>(std::move(environment), std::move(options)))
{
}

CredentialChain::~CredentialChain() = default;

std::string CredentialChain::variable(std::string_view name) const
{
    auto const value = m_state->environment ? m_state->environment(name) : std::nullopt;
    return value ? std::string{trim(*value)} : std::string{};
}

Profiles const& CredentialChain::profiles() const
{
    auto& kept = m_state->profiles;
    if (kept)
        return *kept;
    kept.emplace();
    auto const read = [&](std::string_view name, std::string_view in_home, bool of_config_file) {
        auto file = variable(name);
        if (auto const home = variable("HOME"); file.empty() && !home.empty())
            file = fmt::format("{}/.aws/{}", home, in_home);
        std::error_code ignored;
        if (!file.empty() && std::filesystem::is_regular_file(file, ignored))
            read_profiles(read_small_file(file, "AWS settings"), of_config_file, *kept);
    };
    read("AWS_CONFIG_FILE", "config", true);
    read("AWS_SHARED_CREDENTIALS_FILE", "credentials", false);  // its keys win over those of the first
    return *kept;
}

Profile CredentialChain::profile() const
{
    auto const lock = std::lock_guard{m_state->mutex};
    auto const name = variable("AWS_PROFILE");
    auto const at = profiles().find(name.empty() ? "default" : name);
    return at == profiles().end() ? Profile{} : at->second;
}

std::string CredentialChain::configured_region() const
{
    for (std::string_view const name : {"AWS_REGION", "AWS_DEFAULT_REGION"}) {
        if (auto region = variable(name); !region.empty())
            return region;
    }
    return setting(profile(), "region");
}

/// With a list of profiles of its own; STS is asked where the region is, or where it always was.
FoundCredentials CredentialChain::look()
{
    auto const region = configured_region();
    auto const sts = custom_endpoint(sts_service);
    auto const sts_region = region.empty() ? std::string{"us-east-1"} : region;
    auto const lock = std::lock_guard{m_state->mutex};
    auto around = Surroundings{.variable = [this](std::string_view name) { return variable(name); },
                               .profiles = profiles(),
                               .sts_endpoint = sts.empty() ? aws_endpoint(sts_service, sts_region) : sts,
                               .sts_region = sts_region,
                               .now = m_state->options.now(),
                               .process_limit = m_state->options.process_limit,
                               .http = m_state->http};
    auto found = find_credentials(around);
    if (!found)
        throw CredentialError{std::string{advice}};
    if (found->credentials.expiration <= around.now)
        throw CredentialError{fmt::format(
            "The AWS credentials, from {}, ended at {}. Get new ones, such as by signing in again; if that "
            "time is still to come, set the clock of this machine.",
            found->origin, absl::FormatTime("%Y-%m-%d %H:%M UTC", found->credentials.expiration, absl::UTCTimeZone()))};
    return std::move(*found);
}

Credentials CredentialChain::get()
{
    auto const now = m_state->options.now();
    std::optional<FoundCredentials> kept;
    {
        auto const lock = std::lock_guard{m_state->mutex};
        kept = m_state->found;
        if (kept && (kept->credentials.expiration - now > refresh_before ||
                     (kept->credentials.expiration > now && now < m_state->next_try)))
            return kept->credentials;
    }
    try {
        auto found = look();
        auto const lock = std::lock_guard{m_state->mutex};
        m_state->found = std::move(found);
        return m_state->found->credentials;
    } catch (CredentialError const&) {
        if (!kept || kept->credentials.expiration <= now)
            throw;
        auto const lock = std::lock_guard{m_state->mutex};
        m_state->next_try = now + wait_after_failure;
        return kept->credentials;
    }
}

std::string CredentialChain::origin() const
{
    auto const lock = std::lock_guard{m_state->mutex};
    return m_state->found ? m_state->found->origin : std::string{};
}

std::string CredentialChain::region() const
{
    if (auto region = configured_region(); !region.empty())
        return region;
    auto const lock = std::lock_guard{m_state->mutex};
    auto& kept = m_state->instance_region;
    if (!kept) {
        auto around = Surroundings{.variable = [this](std::string_view name) { return variable(name); },
                                   .profiles = {},
                                   .sts_endpoint = {},
                                   .sts_region = {},
                                   .now = m_state->options.now(),
                                   .process_limit = m_state->options.process_limit,
                                   .http = m_state->http};
        kept = instance_metadata(around, "placement/region");
    }
    if (kept->empty())
        throw CredentialError{"There is no AWS region: set AWS_REGION, such as AWS_REGION=us-east-1, or region in "
                              "~/.aws/config."};
    return *kept;
}

std::string CredentialChain::custom_endpoint(AwsService const& service) const
{
    if (lower_ascii(variable("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS")) == "true")
        return {};
    auto endpoint = variable(fmt::format("AWS_ENDPOINT_URL_{}", service.variable_name));
    if (endpoint.empty())
        endpoint = variable("AWS_ENDPOINT_URL");
    if (endpoint.empty()) {
        auto const own = profile();
        auto const lock = std::lock_guard{m_state->mutex};
        auto const services = profiles().find("services " + setting(own, "services"));
        if (services != profiles().end())
            endpoint = setting(services->second, lower_ascii(service.variable_name) + ".endpoint_url");
        if (endpoint.empty())
            endpoint = setting(own, "endpoint_url");
    }
    while (endpoint.ends_with('/'))
        endpoint.pop_back();
    return endpoint;
}

}  // namespace almanac
