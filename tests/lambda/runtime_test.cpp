// `almanac lambda` against a Runtime API that holds it to the protocol.

#include "lambda/function.hpp"
#include "support/paths.hpp"

#include <absl/time/clock.h>

#include <functional>
#include <future>
#include <set>
#include <sstream>
#include <vector>

namespace almanac {
namespace {

using test::Asked;
using test::Lambda;
using test::object_of;
using test::Reply;
using test::RuntimeApi;
using test::walk;

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
    std::set<std::string> ids;
    std::istringstream lines{ended.err};
    for (std::string line; std::getline(lines, line);) {
        auto const object = object_of(line);
        EXPECT_TRUE(object.contains("level") && object.contains("message")) << line;
        ids.emplace(object.at("requestId").as_string());
    }
    for (std::size_t i = 0; i < 4; ++i)
        EXPECT_TRUE(ids.contains(RuntimeApi::id(i))) << ended.err;
}

TEST_F(Lambda, AnswersAThousandInvocationsOverOneConnection)
{
    write_whole_file(m_task.path() / "almanac.toml", "[fetch]\nrequests_per_second = 100\ntries = 1\n");
    std::vector<std::string> events;
    events.reserve(1000);
    for (int i = 0; i < 1000; ++i)
        events.emplace_back(i % 10 != 9 ? R"({"source": "walks", "run": "2031-04-01T09-00-00Z"})"
                                        : R"({"secret-member": "secret-value"})");
    RuntimeApi const api{events};
    auto const ended = run(api);
    EXPECT_TRUE(api.faults().empty()) << api.faults().front();
    ASSERT_EQ(api.answers().size(), 1000U);
    for (std::size_t i = 0; i < 1000; ++i) {
        auto const& answer = api.answers().at(RuntimeApi::id(i));
        ASSERT_EQ(answer.is_error, i % 10 == 9) << answer.body;
        EXPECT_EQ(answer.type, answer.is_error ? "Almanac.BadEvent" : "");
    }
    EXPECT_EQ(m_pages.hits("/walks"), 900U) << "each asks for its pages anew";
    EXPECT_EQ(api.connections(), 1);
    EXPECT_EQ(ended.err.find("secret"), std::string::npos) << "the payload is never logged";
}

TEST_F(Lambda, KeepsNothingOfAnEarlierInvocationButTheConnection)
{
    RuntimeApi api{{R"({"run": "2031-04-01T09-00-00Z"})", R"({"run": "2031-04-02T09-00-00Z"})"}};
    api.before([&](std::size_t number) {
        if (number == 0)
            return;
        m_pages.on("/walks", walk("Fern Walk"));
        m_pages.on("/newts", walk("Newt Walk"));
        write_source("newts", "/newts");
        std::filesystem::remove(m_task.path() / "sources/owls.toml");
        write_whole_file(m_task.path() / "almanac.toml", "file_prefix = \"x-\"\n[fetch]\nrequests_per_second = 100\n");
    });
    auto const ended = run(api);
    ASSERT_EQ(api.answers().size(), 2U) << ended.err;
    EXPECT_EQ(object_of(api.answers().at(RuntimeApi::id(1)).body).at("exit").as_int64(), 0) << ended.err;
    auto const report = read_whole_file(m_out.path() / "latest/x-report.csv");
    EXPECT_NE(report.find(",newts,"), std::string::npos) << report;
    EXPECT_EQ(report.find(",owls,"), std::string::npos) << report;
    auto const events = read_whole_file(m_out.path() / "latest/x-events.csv");
    EXPECT_NE(events.find("Fern Walk"), std::string::npos) << events;
    EXPECT_NE(events.find("Newt Walk"), std::string::npos) << events;
    EXPECT_EQ(api.connections(), 1);
}

TEST_F(Lambda, IsTheRuntimeWhenItIsCalledBootstrap)
{
    auto const bootstrap = m_task.path() / "bootstrap";
    std::filesystem::create_symlink(almanac_binary(), bootstrap);
    RuntimeApi const api{{R"({"source": "walks"})"}};
    auto const ended = run_program(bootstrap, {}, "/", variables(api.address()));
    ASSERT_TRUE(api.answers().contains(RuntimeApi::id(0))) << ended.err;
    EXPECT_FALSE(api.answers().at(RuntimeApi::id(0)).is_error);

    auto const plain = run_program(bootstrap, {"version"}, "/");
    EXPECT_EQ(plain.code, 0) << "outside of Lambda it is the program that it always is";
    EXPECT_NE(plain.out.find("almanac"), std::string::npos);
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
    events.reserve(cases.size());
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
    write_source("slow", "/slow");
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

TEST_F(Lambda, ReportsAStartThatFailsOtherwise)
{
    std::filesystem::remove_all(m_task.path() / "sources");
    std::filesystem::create_symlink("sources", m_task.path() / "sources");
    RuntimeApi const api{{"{}"}};
    EXPECT_EQ(run(api).code, 1);
    ASSERT_TRUE(api.answers().contains("init"));
    EXPECT_EQ(api.answers().at("init").type, "Almanac.Failed");
    EXPECT_EQ(api.asked_for_next(), 0U);
}

TEST_F(Lambda, SendsAnErrorForAnAnswerThatIsTooLarge)
{
    RuntimeApi api{{R"({"source": "walks"})", R"({"source": "owls"})"}};
    api.answer_with({413});
    (void)run(api);
    EXPECT_TRUE(api.faults().empty()) << api.faults().front();
    ASSERT_EQ(api.answers().size(), 2U);
    EXPECT_EQ(api.answers().at(RuntimeApi::id(0)).type, "Almanac.AnswerTooLarge");
    EXPECT_FALSE(api.answers().at(RuntimeApi::id(1)).is_error);
}

TEST_F(Lambda, EndsWhenTheApiSaysThatItCannotGoOn)
{
    RuntimeApi api{{R"({"source": "walks"})", R"({"source": "owls"})"}};
    api.answer_with({500});
    auto const ended = run(api);
    EXPECT_EQ(ended.code, 1);
    EXPECT_EQ(api.asked_for_next(), 1U);
    EXPECT_NE(ended.err.find("it answered 500"), std::string::npos) << ended.err;
}

TEST_F(Lambda, EndsWhenTheServerIsNotThere)
{
    std::string address;
    {
        RuntimeApi const gone{{}};
        address = gone.address();
    }
    auto const ended = run_almanac_program({"lambda"}, m_task.path(), variables(address));
    EXPECT_EQ(ended.code, 1);
    EXPECT_NE(ended.err.find("the Runtime API gave no invocation"), std::string::npos) << ended.err;
}

TEST_F(Lambda, EndsWhenTheServerVanishesOverAnInvocation)
{
    RuntimeApi api{{R"({"source": "walks", "run": "2031-04-01T09-00-00Z"})"}};
    m_pages.on("/walks", [&](Asked const&) {
        api.vanish();
        return walk("Moss Walk");
    });
    auto const ended = run(api);
    EXPECT_EQ(ended.code, 1);
    EXPECT_NE(ended.err.find("did not take the answer"), std::string::npos) << ended.err;
    EXPECT_NE(ended.err.find("gave no invocation"), std::string::npos) << ended.err;
    EXPECT_TRUE(std::filesystem::exists(m_out.path() / "shards/2031-04-01T09-00-00Z/source-walks.json"));
}

TEST_F(Lambda, EndsWhenTheServerVanishesWhileItWaits)
{
    RuntimeApi api{{R"({"source": "walks"})"}};
    api.stay();
    auto ended = std::async(std::launch::async, [&] { return run(api); });
    while (api.asked_for_next() < 2 && ended.wait_for(std::chrono::milliseconds{10}) == std::future_status::timeout) {
    }
    EXPECT_EQ(api.asked_for_next(), 2U);
    api.vanish();
    EXPECT_EQ(ended.get().code, 1);
    EXPECT_EQ(api.answers().size(), 1U);
}

}  // namespace
}  // namespace almanac
