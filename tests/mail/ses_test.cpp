// Mails handed to SES v2: an emulator that reads them, and a server that checks the signature.

#include "aws/http.hpp"
#include "deliver/outbox.hpp"
#include "json/json.hpp"
#include "mail/example_content.hpp"
#include "support/aws_services.hpp"
#include "support/child.hpp"
#include "support/paths.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>

namespace almanac {
namespace {

Environment environment_of(std::string const& endpoint, std::string const& secret = "user/secret+key")
{
    return [variables = std::map<std::string, std::string, std::less<>>{{"AWS_ACCESS_KEY_ID", "AKIDUSER"},
                                                                        {"AWS_SECRET_ACCESS_KEY", secret},
                                                                        {"AWS_REGION", "us-east-1"},
                                                                        {"AWS_MAX_ATTEMPTS", "1"},
                                                                        {"AWS_ENDPOINT_URL_SESV2", endpoint}}](
               std::string_view name) -> std::optional<std::string> {
        auto const at = variables.find(name);
        return at == variables.end() ? std::nullopt : std::optional{at->second};
    };
}

Message example(Store& store)
{
    Config::Mail const mail{.to = {{"", "editor@example.org"}, {"Zoë", "zoe@example.org"}},
                            .from = {"Calendar", "calendar@example.org"}};
    store.put({"data/events.csv", "Event Name\r\nOwl Prowl\r\n", "text/csv; charset=utf-8"});
    return make_message(test::eventful_content(), mail, store, test::eventful_extras().now);
}

Sent send(std::string const& message, Environment const& environment)
{
    return send_by_ses({"calendar@example.org", {"editor@example.org", "zoe@example.org"}, message}, environment,
                       absl::Seconds(30));
}

TEST(Ses, SignsAsAwsDemands)
{
    NEEDS_BOTOCORE();
    test::AwsServices const services;
    TemporaryFolder const folder;
    auto const store = make_store(folder.path("out"));
    auto const message = to_rfc5322(example(*store));
    EXPECT_EQ(send(message, environment_of(services.url("/ses"))).problem, "");
    EXPECT_EQ(services.log(), std::vector<std::string>{"ses 200 SendEmail"});

    auto const refused = send(message, environment_of(services.url("/ses"), "another-secret"));
    EXPECT_EQ(refused.problem,
              "SES answered 403 InvalidSignatureException: The request signature we calculated does not "
              "match the signature you provided");
    services.set(R"({"down": ["ses"]})");
    auto const down = send(message, environment_of(services.url("/ses")));
    EXPECT_EQ(down.problem, "SES answered 500 InternalFailure");
    EXPECT_TRUE(down.unreachable);
    EXPECT_EQ(send(message, environment_of("http://127.0.0.1:1")).problem,
              "SES could not be reached: 127.0.0.1 takes no connection");
}

TEST(Ses, GivesTheEmulatorTheWholeMail)
{
    TemporaryFolder const folder;
    if (std::system((project_folder() / "tests/npm ses > /dev/null").c_str()) != 0) {  // NOLINT
        ASSERT_EQ(std::getenv("CI"), nullptr) << "npm cannot install aws-ses-v2-local";
        GTEST_SKIP() << "npm cannot install aws-ses-v2-local";
    }
    test::Child const emulator{{(project_folder() / "tests/mail/ses_emulator").string(), folder.path().string()},
                               folder.path("port")};
    auto const port = std::stoi(folder.read("port"));
    auto const endpoint = fmt::format("http://127.0.0.1:{}", port);
    auto const store = make_store(folder.path("out"));
    auto const mail = example(*store);
    EXPECT_EQ(send(to_rfc5322(mail), environment_of(endpoint)).problem, "");

    HttpClient client;
    auto const kept = read_json(client.send({.url = endpoint + "/store"}).body);
    auto const& mails = kept.as_object().at("emails").as_array();
    ASSERT_EQ(mails.size(), 1U) << boost::json::serialize(kept);
    auto const& got = mails.at(0).as_object();
    EXPECT_EQ(to_text(got.at("subject")), mail.subject);
    EXPECT_EQ(to_text(got.at("from")), R"("Calendar" <calendar@example.org>)");
    EXPECT_EQ(boost::json::serialize(got.at("destination").as_object().at("to")),
              R"(["editor@example.org, \"Zoë\" <zoe@example.org>"])");
    EXPECT_EQ(to_text(got.at("body").as_object().at("text")), mail.text);
    EXPECT_EQ(to_text(got.at("body").as_object().at("html")), mail.html);
    auto const& files = got.at("attachments").as_array();
    ASSERT_EQ(files.size(), 1U);
    EXPECT_EQ(to_text(files.at(0).at("filename")), "events.csv");
    EXPECT_EQ(to_text(files.at(0).at("content")), "RXZlbnQgTmFtZQ0KT3dsIFByb3dsDQo=");
}

}  // namespace
}  // namespace almanac
