#include "deliver/sender.hpp"

#include "aws/client.hpp"
#include "deliver/smtp.hpp"
#include "text/base64.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace almanac {
namespace {

namespace json = boost::json;

/// The mail server with its secrets, or what is wrong with those.
struct FoundServer {
    SmtpServer server;
    std::string problem;
};

FoundServer find_server(Config::Mail::Smtp const& smtp, SecretPlaces const& places)
{
    auto const find = [&](std::string const& name) { return name.empty() ? Token{} : fetch_secret(name, places); };
    auto const user = find(smtp.user);
    auto const password = find(smtp.password);
    FoundServer found{{.host = smtp.host,
                       .port = smtp.port,
                       .security = smtp.security,
                       .user = user.value,
                       .password = password.value,
                       .ca_file = {}},
                      {}};
    for (auto const* token : {&user, &password})
        if (!token->ok() && found.problem.empty())
            found.problem = token->problem.substr(0, token->problem.find_last_not_of('.') + 1);
    return found;
}

}  // namespace

std::string try_mail_server(Config::Mail const& mail, SecretPlaces const& places, absl::Duration timeout)
{
    auto const [server, problem] = find_server(mail.smtp, places);
    return problem.empty() ? try_smtp_server(server, mail.from.address, timeout) : problem;
}

Sent send_by_ses(Envelope const& envelope, Environment const& environment, absl::Duration timeout)
{
    json::array to;
    for (auto const& address : envelope.to)
        to.emplace_back(address);
    auto const body = json::serialize(json::object{{"FromEmailAddress", envelope.from},
                                                   {"Destination", {{"ToAddresses", std::move(to)}}},
                                                   {"Content", {{"Raw", {{"Data", to_base64(envelope.message)}}}}}});
    try {
        CredentialChain credentials{environment};
        AwsClient client{ses_service, credentials};
        auto const answer = client.send({.method = "POST",
                                         .url = client.endpoint() + "/v2/email/outbound-emails",
                                         .headers = {{"Content-Type", "application/json"}},
                                         .body = body,
                                         .timeout = timeout / 3});  // it is tried three times
        if (answer.ok())
            return {};
        return {.problem = fmt::format("SES {}", describe_failure(answer)),
                .refused = {},
                .unreachable = is_transient(answer) || is_throttling(answer)};
    } catch (CredentialError const& error) {
        return {.problem = error.what(), .refused = {}, .unreachable = true};
    }
}

Send make_sender(Config::Mail const& mail, SecretPlaces places)
{
    if (mail.via == "smtp")
        return [smtp = mail.smtp, places = std::move(places)](Envelope const& envelope, absl::Duration timeout) {
            auto const [server, problem] = find_server(smtp, places);
            return problem.empty() ? send_by_smtp(envelope, server, timeout)
                                   : Sent{.problem = problem, .refused = {}, .unreachable = true};
        };
    return [environment = std::move(places.environment)](Envelope const& envelope, absl::Duration timeout) {
        return send_by_ses(envelope, environment, timeout);
    };
}

}  // namespace almanac
