// `almanac lambda` against a Runtime API that holds it to the protocol.

#include "json/json.hpp"
#include "support/loopback_server.hpp"
#include "support/program.hpp"
#include "support/temporary_folder.hpp"

#include <absl/time/clock.h>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>
#include <mutex>
#include <sstream>
#include <vector>

namespace almanac {
namespace {

using test::Asked;
using test::LoopbackServer;
using test::Reply;

constexpr std::string_view base = "/2018-06-01/runtime";

/// Hands out events, one at a time, and takes exactly one answer for each; then it says that the environment ends.
class RuntimeApi {
public:
    explicit RuntimeApi(std::vector<std::string> events, absl::Duration time = absl::Minutes(15))
        : m_events(std::move(events)), m_time(time)
    {
        m_server.on(fmt::format("{}/invocation/next", base), [this](Asked const& asked) { return next(asked); });
        m_server.on(fmt::format("{}/init/error", base), [this](Asked const& asked) { return take("init", asked); });
    }

    [[nodiscard]] std::string address() const { return m_server.url("").substr(std::string_view{"http://"}.size()); }

    struct Answer {
        bool is_error = false;
        std::string type;  ///< of the header Lambda-Runtime-Function-Error-Type
        std::string body;
    };

    [[nodiscard]] std::map<std::string, Answer> const& answers() const { return m_answers; }
    [[nodiscard]] std::vector<std::string> const& faults() const { return m_faults; }
    [[nodiscard]] int connections() const { return m_server.connections(); }

    static std::string id(std::size_t number) { return fmt::format("8476a536-e9f4-11e8-9739-{:012}", number); }

private:
    Reply next(Asked const& asked)
    {
        auto const lock = std::lock_guard{m_mutex};
        if (asked.method != "GET")
            m_faults.push_back("next is " + asked.method);
        if (!m_open.empty())
            m_faults.push_back("next before the answer to " + m_open);
        if (m_given == m_events.size())
            return {.status = 500};
        m_open = id(m_given);
        auto const path = fmt::format("{}/invocation/{}/", base, m_open);
        auto const given = m_open;
        m_server.on(path + "response", [this, given](Asked const& a) { return take(given, a); });
        m_server.on(path + "error", [this, given](Asked const& a) { return take(given, a); });
        return {.headers = {{"Lambda-Runtime-Aws-Request-Id", m_open},
                            {"Lambda-Runtime-Deadline-Ms", std::to_string(absl::ToUnixMillis(absl::Now() + m_time))},
                            {"Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:us-east-1:123456789012:function:a"},
                            {"Content-Type", "application/json"}},
                .body = m_events[m_given++]};
    }

    Reply take(std::string const& from, Asked const& asked)
    {
        auto const lock = std::lock_guard{m_mutex};
        if (asked.method != "POST" || header(asked.headers, "Content-Length").empty())
            m_faults.push_back("an answer has to be a POST with its length");
        if (from != "init" && from != m_open)
            m_faults.push_back("an answer to " + from + " while " + m_open + " is open");
        Answer answer{asked.path.ends_with("/error"),
                      std::string{header(asked.headers, "Lambda-Runtime-Function-Error-Type")}, asked.body};
        if (!m_answers.emplace(from, std::move(answer)).second)
            m_faults.push_back("a second answer to " + from);
        m_open.clear();
        return {.status = 202, .body = R"({"status":"OK"})"};
    }

    std::mutex m_mutex;
    std::vector<std::string> m_events;
    absl::Duration m_time;
    std::size_t m_given = 0;
    std::string m_open;
    std::map<std::string, Answer> m_answers;
    std::vector<std::string> m_faults;
    LoopbackServer m_server;  // last: its threads use the others
};

class Lambda : public testing::Test {
protected:
    void SetUp() override
    {
        m_pages.on("/walks", test::page(R"(<!DOCTYPE html><title>Walks</title><script type="application/ld+json">
            {"@context": "https://schema.org", "@type": "Event", "name": "Moss Walk",
             "startDate": "2031-04-05T10:00", "endDate": "2031-04-05T11:00"}</script>)"));
        write_whole_file(m_task.path() / "almanac.toml", "[fetch]\nrequests_per_second = 100\ntries = 1\n");
        for (auto const* const id : {"owls", "walks"})
            write_whole_file(
                m_task.path() / "sources" / (std::string{id} + ".toml"),
                fmt::format("name = \"{}\"\nurl = \"{}\"\nallow_private = true\n", id, m_pages.url("/walks")));
    }

    Ended run(RuntimeApi const& api, std::map<std::string, std::string> further = {})
    {
        further.insert({{"AWS_LAMBDA_RUNTIME_API", api.address()},
                        {"LAMBDA_TASK_ROOT", m_task.path().string()},
                        {"ALMANAC_OUTPUT", m_out.path().string()}});
        return run_almanac_program({"lambda"}, m_task.path(), further);
    }

    LoopbackServer m_pages;
    TemporaryFolder m_task;
    TemporaryFolder m_out;
};

boost::json::object object_of(std::string const& text)
{
    return read_json(text).as_object();
}

TEST_F(Lambda, ReadsMergesAndRuns)
{
    std::string const run_name = "2031-04-01T09-00-00Z";
    RuntimeApi const api{{R"({"source": "owls", "run": "2031-04-01T09:00:00.123Z"})",
                          R"({"source": "walks", "run": "2031-04-01T09-00-00Z"})",
                          R"({"merge": "2031-04-01T09-00-00Z"})",
                          R"({"version": "0", "detail-type": "Scheduled Event", "source": "aws.events",
                              "time": "2031-04-02T18:00:00Z", "resources": []})"}};
    auto const ended = run(api);
    EXPECT_EQ(ended.code, 1) << "the environment ends with a 500";
    EXPECT_TRUE(api.faults().empty()) << api.faults().front();
    ASSERT_EQ(api.answers().size(), 4U) << ended.err;
    for (auto const& [id, answer] : api.answers())
        ASSERT_FALSE(answer.is_error) << id << answer.body;
    EXPECT_EQ(object_of(api.answers().at(RuntimeApi::id(2)).body).at("run").as_string(), run_name);
    EXPECT_EQ(object_of(api.answers().at(RuntimeApi::id(2)).body).at("exit").as_int64(), 0);
    EXPECT_TRUE(std::filesystem::exists(m_out.path() / "shards" / run_name / "source-owls.json"));
    EXPECT_NE(read_whole_file(m_out.path() / "data/events-2031-04-01.csv").find("Moss Walk"), std::string::npos);
    EXPECT_TRUE(std::filesystem::exists(m_out.path() / "run-2031-04-02T18-00-00Z.json"));
    EXPECT_TRUE(ended.out.empty()) << ended.out;
    std::istringstream lines{ended.err};
    for (std::string line; std::getline(lines, line);)
        EXPECT_TRUE(object_of(line).contains("requestId")) << line;
}

TEST_F(Lambda, AnswersAThousandInvocationsOverOneConnection)
{
    std::vector<std::string> events;
    for (int i = 0; i < 1000; ++i)
        events.push_back(i % 100 == 0 ? R"({"source": "walks", "run": "2031-04-01T09-00-00Z"})"
                                      : R"({"secret-member": "secret-value"})");
    RuntimeApi const api{events};
    auto const ended = run(api);
    EXPECT_TRUE(api.faults().empty()) << api.faults().front();
    ASSERT_EQ(api.answers().size(), 1000U);
    for (std::size_t i = 0; i < 1000; ++i) {
        auto const& answer = api.answers().at(RuntimeApi::id(i));
        ASSERT_EQ(answer.is_error, i % 100 != 0) << answer.body;
        EXPECT_EQ(answer.type, answer.is_error ? "Almanac.BadEvent" : "");
    }
    EXPECT_EQ(api.connections(), 1);
    EXPECT_EQ(ended.err.find("secret"), std::string::npos) << "the payload is never logged";
}

TEST_F(Lambda, SaysWhatIsWrongWithAnEvent)
{
    std::vector<std::pair<std::string, std::string>> const cases = {
        {"", "incomplete"},
        {"[]", "the event is no object"},
        {R"({"merge": "2031-04-01T09-00-00Z", "source": "walks"})", "stands alone"},
        {R"({"merge": "next"})", "not the name of a run"},
        {R"({"source": 7})", "no short text"},
        {R"({"source": "--out"})", "no short text"},
        {R"({"source": "moss"})", "no enabled source 'moss'"},
        {R"({"merge": "2031-04-03T09-00-00Z"})", "no shard of the run"},
        {std::string(std::size_t{50} << 20U, ' '), "the event could not be taken: stopped at 1 MB"},
        {R"({"source": "walks"})", ""},
    };
    std::vector<std::string> events;
    for (auto const& [event, why] : cases)
        events.push_back(event);
    RuntimeApi const api{events};
    (void)run(api);
    EXPECT_TRUE(api.faults().empty()) << api.faults().front();
    ASSERT_EQ(api.answers().size(), cases.size());
    for (std::size_t i = 0; i < cases.size(); ++i) {
        SCOPED_TRACE(cases[i].first.substr(0, 100));
        auto const& answer = api.answers().at(RuntimeApi::id(i));
        ASSERT_EQ(answer.is_error, !cases[i].second.empty()) << answer.body;
        if (!answer.is_error)
            continue;
        auto const body = object_of(answer.body);
        EXPECT_EQ(std::string{body.at("errorType").as_string()}, answer.type);
        EXPECT_NE(std::string{body.at("errorMessage").as_string()}.find(cases[i].second), std::string::npos)
            << answer.body;
    }
}

TEST_F(Lambda, PublishesWhatIsThereBeforeItsTimeIsOver)
{
    m_pages.on("/slow", Reply{.body = "late", .delay = std::chrono::seconds{30}});
    write_whole_file(m_task.path() / "sources/slow.toml",
                     fmt::format("name = \"Slow\"\nurl = \"{}\"\nallow_private = true\n", m_pages.url("/slow")));
    RuntimeApi const api{{R"({"run": "2031-04-01T09-00-00Z"})"}, absl::Seconds(12)};
    auto const began = absl::Now();
    (void)run(api);
    EXPECT_LT(absl::Now() - began, absl::Seconds(8));
    auto const& answer = api.answers().at(RuntimeApi::id(0));
    ASSERT_FALSE(answer.is_error) << answer.body;
    EXPECT_EQ(object_of(answer.body).at("exit").as_int64(), 3);
    EXPECT_NE(read_whole_file(m_out.path() / "latest/events.csv").find("Moss Walk"), std::string::npos);
    EXPECT_NE(read_whole_file(m_out.path() / "latest/report.csv").find("not reached,slow"), std::string::npos);
}

TEST_F(Lambda, ReportsAStartThatFails)
{
    write_whole_file(m_task.path() / "sources/walks.toml", "nmae = \"x\"\n");
    RuntimeApi const broken{{"{}"}};
    EXPECT_EQ(run(broken).code, 2);
    ASSERT_TRUE(broken.answers().contains("init"));
    EXPECT_EQ(broken.answers().at("init").type, "Almanac.Configuration");
    EXPECT_NE(broken.answers().at("init").body.find("walks.toml:1"), std::string::npos);

    std::filesystem::remove(m_task.path() / "sources/walks.toml");
    RuntimeApi const folder{{"{}"}};
    EXPECT_EQ(run(folder, {{"ALMANAC_OUTPUT", "out"}}).code, 2);
    EXPECT_NE(folder.answers().at("init").body.find("cannot write"), std::string::npos);
}

TEST_F(Lambda, EndsWhenTheServerVanishes)
{
    std::string address;
    {
        RuntimeApi const gone{{}};
        address = gone.address();
    }
    auto const ended = run_almanac_program({"lambda"}, m_task.path(),
                                           {{"AWS_LAMBDA_RUNTIME_API", address},
                                            {"LAMBDA_TASK_ROOT", m_task.path().string()},
                                            {"ALMANAC_OUTPUT", m_out.path().string()}});
    EXPECT_EQ(ended.code, 1);
    EXPECT_NE(ended.err.find("the Runtime API gave no invocation"), std::string::npos) << ended.err;
}

}  // namespace
}  // namespace almanac
