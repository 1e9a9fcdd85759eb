#include "aws/credentials.hpp"
#include "aws/error.hpp"
#include "aws/process.hpp"
#include "aws/providers.hpp"
#include "fetch/url.hpp"
#include "text/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace almanac {
namespace {

constexpr int most_source_profiles = 5;
constexpr std::size_t most_process_bytes = 64U << 10U;

/// The person's own command from the person's own file, as the other tools run it.
Credentials ask_process(Surroundings const& around, std::string const& command, std::string const& who)
{
    auto const printed = run_command(command, around.process_limit, most_process_bytes);
    if (!printed.problem.empty())
        throw CredentialError{fmt::format("{}: credential_process {}.", who, printed.problem)};
    return read_credentials_json(printed.out, fmt::format("{}: credential_process", who));
}

/// What needs a person: a browser, or a code from a telephone.
void refuse_sign_in(Profile const& profile, std::string const& name, std::string const& who)
{
    auto const has = [&](std::string_view key) { return !setting(profile, key).empty(); };
    std::string_view kind;
    if (has("sso_session") || has("sso_start_url"))
        kind = "signs in by SSO";
    else if (has("login_session"))
        kind = "signs in by `aws login`";
    else if (has("role_arn") && has("mfa_serial"))
        kind = "asks for an MFA code";
    if (!kind.empty())
        throw CredentialError{fmt::format("{} {}. Give it to almanac by a profile with the line credential_process = "
                                          "aws configure export-credentials --profile {}",
                                          who, kind, name)};
}

Credentials call_sts(Surroundings& around, std::string const& form, Credentials const* as)
{
    auto const send = [&](absl::Time now) {
        auto request = HttpRequest{.method = "POST",
                                   .url = around.sts_endpoint + "/",
                                   .headers = {{"Content-Type", "application/x-www-form-urlencoded"}},
                                   .body = form,
                                   .timeout = absl::Seconds(10)};
        if (as != nullptr) {
            for (auto& added : sign(request, *as, {around.sts_region, "sts"}, now))
                request.headers.push_back(std::move(added));
        }
        return around.http.send(request);
    };
    auto answer = send(around.now);
    if (auto const theirs = other_clock(answer, around.now))
        answer = send(*theirs);
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
    bool const by_role = !setting(profile, "role_arn").empty();
    if (by_role || (!has_keys && setting(profile, "credential_process").empty()))
        refuse_sign_in(profile, name, who);
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
        return ask_process(around, command, who);
    throw CredentialError{fmt::format("{} holds no keys, credential_process or role_arn.", who)};
}

/// Whether a profile is meant to give keys: one may hold a region only.
bool gives_keys(Profile const& profile)
{
    constexpr std::array<std::string_view, 6> names = {"aws_access_key_id", "role_arn",      "credential_process",
                                                       "sso_session",       "sso_start_url", "login_session"};
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
    if (auto const seconds = setting(profile, "duration_seconds"); !seconds.empty())
        form += "&DurationSeconds=" + encode_url_part(seconds);
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
