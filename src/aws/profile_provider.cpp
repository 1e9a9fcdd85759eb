#include "aws/credentials.hpp"
#include "aws/error.hpp"
#include "aws/providers.hpp"
#include "fetch/url.hpp"
#include "text/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <memory>

namespace almanac {
namespace {

constexpr int most_source_profiles = 5;
constexpr std::size_t most_process_bytes = 64U << 10U;

struct ClosePipe {
    void operator()(std::FILE* pipe) const { pclose(pipe); }
};

/// The person's own command from the person's own file, as the other tools run it.
Credentials ask_process(std::string const& command, std::string const& who)
{
    std::unique_ptr<std::FILE, ClosePipe> const pipe{popen(command.c_str(), "re")};
    if (!pipe)
        throw CredentialError{fmt::format("{}: credential_process cannot be started.", who)};
    std::string out(most_process_bytes, '\0');
    out.resize(std::fread(out.data(), 1, out.size(), pipe.get()));
    return read_credentials_json(out, fmt::format("{}: credential_process", who));
}

Credentials call_sts(Surroundings& around, std::string const& form, Credentials const* as)
{
    auto request = HttpRequest{.method = "POST",
                               .url = around.sts_endpoint + "/",
                               .headers = {{"Content-Type", "application/x-www-form-urlencoded"}},
                               .body = form,
                               .timeout = absl::Seconds(10)};
    if (as != nullptr) {
        for (auto& added : sign(request, *as, {around.sts_region, "sts"}, around.now))
            request.headers.push_back(std::move(added));
    }
    auto const answer = around.http.send(request);
    if (!answer.ok())
        throw CredentialError{fmt::format("The role could not be assumed: STS {}.", describe_failure(answer))};
    auto keys =
        Credentials{first_xml_element(answer.body, "AccessKeyId"), first_xml_element(answer.body, "SecretAccessKey"),
                    first_xml_element(answer.body, "SessionToken")};
    if (keys.access_key_id.empty() || keys.secret_access_key.empty() ||
        !absl::ParseTime(absl::RFC3339_full, first_xml_element(answer.body, "Expiration"), &keys.expiration, nullptr))
        throw CredentialError{"The role could not be assumed: the answer of STS holds no keys."};
    return keys;
}

std::string session_name(std::string const& given)
{
    return encode_url_part(given.empty() ? "almanac" : given);
}

Credentials keys_of(Surroundings& around, std::string const& name, int depth);

Credentials keys_for_role(Surroundings& around, Profile const& profile, std::string const& who, int depth)
{
    auto const source = setting(profile, "credential_source");
    if (source == "EcsContainer") {
        if (auto const found = container_credentials(around))
            return assume_role(around, found->credentials, profile);
    } else if (source == "Ec2InstanceMetadata") {
        if (auto const found = instance_credentials(around))
            return assume_role(around, found->credentials, profile);
    } else if (auto const from = setting(profile, "source_profile"); !from.empty()) {
        return assume_role(around, keys_of(around, from, depth + 1), profile);
    }
    throw CredentialError{fmt::format("{}: role_arn needs source_profile, or a credential_source that is there.", who)};
}

Credentials keys_of(Surroundings& around, std::string const& name, int depth)
{
    auto const who = fmt::format("The profile '{}'", name);
    auto const at = around.profiles.find(name);
    if (at == around.profiles.end())
        throw CredentialError{fmt::format("{} is not in ~/.aws/config or ~/.aws/credentials.", who)};
    if (depth > most_source_profiles)
        throw CredentialError{fmt::format("{}: its source_profile leads too far.", who)};
    auto const& profile = at->second;
    auto keys = Credentials{setting(profile, "aws_access_key_id"), setting(profile, "aws_secret_access_key"),
                            setting(profile, "aws_session_token")};
    bool const has_keys = !keys.access_key_id.empty() && !keys.secret_access_key.empty();
    if (auto const role = setting(profile, "role_arn"); !role.empty()) {
        if (auto const file = setting(profile, "web_identity_token_file"); !file.empty())
            return assume_role_with_token(around, role, setting(profile, "role_session_name"), file);
        if (setting(profile, "source_profile") == name && has_keys)  // its own keys
            return assume_role(around, keys, profile);
        return keys_for_role(around, profile, who, depth);
    }
    if (has_keys)
        return keys;
    if (auto const command = setting(profile, "credential_process"); !command.empty())
        return ask_process(command, who);
    if (!setting(profile, "sso_session").empty() || !setting(profile, "sso_start_url").empty())
        throw CredentialError{fmt::format("{} signs in by SSO. Give it to almanac by a profile with the line "
                                          "credential_process = aws configure export-credentials --profile {}",
                                          who, name)};
    throw CredentialError{fmt::format("{} holds no keys, credential_process or role_arn.", who)};
}

/// Whether a profile is meant to give keys: one may hold a region only.
bool gives_keys(Profile const& profile)
{
    constexpr std::array<std::string_view, 5> names = {"aws_access_key_id", "role_arn", "credential_process",
                                                       "sso_session", "sso_start_url"};
    return std::ranges::any_of(names, [&](std::string_view name) { return !setting(profile, name).empty(); });
}

}  // namespace

std::string profile_name(Surroundings const& around)
{
    auto const name = around.variable("AWS_PROFILE");
    return name.empty() ? "default" : name;
}

Credentials assume_role_with_token(Surroundings& around, std::string const& role, std::string const& session,
                                   std::string const& token_file)
{
    auto const token = read_small_file(token_file, "The web identity");
    return call_sts(around,
                    fmt::format("Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleArn={}&RoleSessionName={}"
                                "&WebIdentityToken={}",
                                encode_url_part(role), session_name(session), encode_url_part(trim(token))),
                    nullptr);
}

Credentials assume_role(Surroundings& around, Credentials const& as, Profile const& profile)
{
    auto form =
        fmt::format("Action=AssumeRole&Version=2011-06-15&RoleArn={}&RoleSessionName={}",
                    encode_url_part(setting(profile, "role_arn")), session_name(setting(profile, "role_session_name")));
    if (auto const id = setting(profile, "external_id"); !id.empty())
        form += "&ExternalId=" + encode_url_part(id);
    return call_sts(around, form, &as);
}

std::optional<FoundCredentials> profile_credentials(Surroundings& around)
{
    auto const name = profile_name(around);
    auto const at = around.profiles.find(name);
    bool const meant = !around.variable("AWS_PROFILE").empty();
    bool const there = at != around.profiles.end();
    if (there ? !gives_keys(at->second) : !meant)
        return std::nullopt;
    return FoundCredentials{keys_of(around, name, 0), fmt::format("profile '{}'", name)};
}

}  // namespace almanac
