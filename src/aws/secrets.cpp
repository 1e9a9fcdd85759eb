#include "aws/secrets.hpp"

#include "json/json.hpp"
#include "text/text.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>
#include <utility>

namespace almanac {
namespace {

namespace json = boost::json;

constexpr std::size_t most_names_a_call = 10;  // Systems Manager API, GetParameters
constexpr absl::Duration call_timeout = absl::Seconds(10);

using Tokens = std::map<std::string, Token>;

Token failed(std::string problem)
{
    return {{}, std::move(problem), {}};
}

HttpResponse call(AwsClient& client, std::string_view target, json::object const& request)
{
    auto const body = json::serialize(request);
    return client.send(
        {.method = "POST",
         .url = client.endpoint() + "/",
         .headers = {{"Content-Type", "application/x-amz-json-1.1"}, {"X-Amz-Target", std::string{target}}},
         .body = body,
         .timeout = call_timeout});
}

json::object read_object(HttpResponse const& answer)
{
    try {
        auto value = read_json(answer.body);
        return value.is_object() ? std::move(value.as_object()) : json::object{};
    } catch (JsonError const&) {  // its text may hold the secret
        return {};
    }
}

/// Whether one of the names asked for may be what refused all of them.
bool is_about_one(HttpResponse const& answer)
{
    constexpr std::array<std::string_view, 3> codes = {"AccessDeniedException", "InvalidKeyId", "ValidationException"};
    return !answer.ok() && std::ranges::find(codes, read_aws_error(answer).code) != codes.end();
}

/// What a refused or failed call means for one secret. `action` is the right that it needs, on `resource`.
std::string explain(HttpResponse const& answer, CredentialChain const& credentials, std::string_view action,
                    std::string_view resource)
{
    constexpr std::array<std::string_view, 6> of_credentials = {
        "UnrecognizedClientException", "InvalidClientTokenId",  "ExpiredTokenException",
        "InvalidSignatureException",   "SignatureDoesNotMatch", "IncompleteSignature"};
    auto const error = read_aws_error(answer);
    auto text = fmt::format("the service {}.", describe_failure(answer));
    if (std::ranges::find(of_credentials, error.code) != of_credentials.end())
        return fmt::format("{} The credentials are from: {}.", text, credentials.origin());
    if (error.code != "AccessDeniedException")
        return text;
    auto const about = lower_ascii(error.message);
    if (about.find("kms") != about.npos || about.find("ciphertext") != about.npos)
        return text + " Allow kms:Decrypt on the key that it is encrypted with.";
    return fmt::format("{} Allow {} on {}.", text, action, resource);
}

std::string no_parameter(std::string const& name, std::string const& region)
{
    return fmt::format("there is no such parameter in {}. Store it: aws ssm put-parameter --region {} --type "
                       "SecureString --name {} --value 'THE KEY'",
                       region, region, name);
}

/// Asks for up to ten parameters, and for each alone when all were refused.
void fetch_parameters(std::span<SecretPlace const> places, AwsClient& client, CredentialChain const& credentials,
                      Tokens& into)
{
    json::array names;
    for (auto const& place : places)
        names.emplace_back(place.name);
    auto const answer =
        call(client, "AmazonSSM.GetParameters", {{"Names", std::move(names)}, {"WithDecryption", true}});
    if (is_about_one(answer) && places.size() > 1) {
        for (auto const& place : places)
            fetch_parameters({&place, 1}, client, credentials, into);
        return;
    }
    std::map<std::string, std::string> values;
    auto const object = read_object(answer);
    if (auto const* const found = object.if_contains("Parameters"); found != nullptr && found->is_array()) {
        for (auto const& parameter : found->as_array())
            if (auto const* const one = parameter.if_object())
                values[member_text(*one, "Name")] = member_text(*one, "Value");
    }
    for (auto const& place : places) {
        auto& token = into["ssm:" + place.name];
        if (!answer.ok())
            token = failed(explain(answer, credentials, "ssm:GetParameters",
                                   fmt::format("arn:aws:ssm:{}:*:parameter/{}", client.region(),
                                               place.name.substr(place.name.starts_with('/') ? 1 : 0))));
        else if (auto const at = values.find(place.name); at != values.end())
            token.value = at->second;
        else
            token = failed(no_parameter(place.name, client.region()));
    }
}

/// The whole text of a secret.
Token fetch_secret_text(std::string const& name, AwsClient& client, CredentialChain const& credentials)
{
    auto const answer = call(client, "secretsmanager.GetSecretValue", {{"SecretId", name}});
    if (read_aws_error(answer).code == "ResourceNotFoundException")
        return failed(fmt::format("there is no such secret in {}. Store it: aws secretsmanager create-secret --region "
                                  "{} --name {} --secret-string 'THE KEY'",
                                  client.region(), client.region(), name));
    if (!answer.ok())
        return failed(explain(answer, credentials, "secretsmanager:GetSecretValue",
                              name.starts_with("arn:") ? name
                                                       : fmt::format("arn:aws:secretsmanager:{}:*:secret:{}-??????",
                                                                     client.region(), name)));
    auto const object = read_object(answer);
    if (!object.contains("SecretString"))
        return failed("the secret holds bytes, not text. Store it with --secret-string.");
    return {member_text(object, "SecretString"), {}, {}};
}

Token member_of(Token const& text, std::string const& name)
{
    if (name.empty() || !text.ok())
        return text;
    try {
        auto const value = read_json(text.value);
        if (auto const* const object = value.if_object(); object != nullptr && object->contains(name))
            return {to_text(object->at(name)), {}, {}};
    } catch (JsonError const&) {  // its text may hold the secret
        return failed("the secret is no JSON object. Name it without '#'.");
    }
    return failed(fmt::format("the secret holds no '{}'.", name));
}

}  // namespace

std::map<std::string, Token> fetch_aws_secrets(std::set<std::string> const& places, CredentialChain& credentials,
                                               AwsClientOptions const& options)
{
    Tokens tokens;
    std::vector<SecretPlace> parameters;
    std::map<std::string, SecretPlace> secrets;  // by place
    for (auto const& text : places) {
        auto const place = read_secret_place(text);
        if (!place)
            tokens[text] = failed("this is no place of a secret.");
        else if (place->service == "ssm")
            parameters.push_back(*place);
        else
            secrets[text] = *place;
    }
    try {
        if (!parameters.empty()) {
            AwsClient ssm{ssm_service, credentials, options};
            for (auto rest = std::span{std::as_const(parameters)}; !rest.empty();) {
                auto const some = rest.first(std::min(rest.size(), most_names_a_call));
                fetch_parameters(some, ssm, credentials, tokens);
                rest = rest.subspan(some.size());
            }
        }
        if (!secrets.empty()) {
            AwsClient manager{secrets_manager_service, credentials, options};
            Tokens texts;  // by name: one secret may hold several keys
            for (auto const& [text, place] : secrets) {
                if (!texts.contains(place.name))
                    texts[place.name] = fetch_secret_text(place.name, manager, credentials);
                tokens[text] = member_of(texts[place.name], place.member);
            }
        }
    } catch (CredentialError const& error) {
        for (auto const& text : places)
            tokens.try_emplace(text, failed(error.what()));
    }
    return tokens;
}

FetchSecrets fetch_from_aws(Environment environment)
{
    return [environment = std::move(environment)](std::set<std::string> const& places) {
        CredentialChain credentials{environment};
        return fetch_aws_secrets(places, credentials);
    };
}

}  // namespace almanac
