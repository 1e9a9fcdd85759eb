// The whole program against a real S3 service: run, merge, and what looks into a place.

#include "json/json.hpp"
#include "s3/proxy.hpp"
#include "s3/s3_test.hpp"
#include "store/sha256.hpp"
#include "support/paths.hpp"
#include "support/program.hpp"
#include "support/temporary_folder.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <future>
#include <mutex>
#include <sys/wait.h>

namespace almanac {
namespace {

using test::Asked;
using test::S3Proxy;
using Fate = S3Proxy::Fate;
using Words = std::vector<std::string>;

std::string const first = "2031-04-01T09-00-00Z";
std::string const second = "2031-04-09T09-00-00Z";
std::string const third = "2031-04-10T09-00-00Z";

class RadosgwProgram : public test::S3Test {
protected:
    [[nodiscard]] Ended almanac(Words const& words, std::string const& through = {}) const
    {
        return run_almanac_program(words, project_folder(), settings(through));
    }

    [[nodiscard]] std::map<std::string, std::string> settings(std::string const& through) const
    {
        auto all = variables();
        if (!through.empty())
            all["AWS_ENDPOINT_URL"] = through;
        return all;
    }

    [[nodiscard]] Words replay(std::string const& run) const
    {
        return {"run", "--replay", "demo/dc-area.warc.gz", "--out", place("dc"), "--run", run};
    }

    std::string aws(std::string const& words) const
    {
        return test::run_shell("/usr/bin/aws --endpoint-url " + endpoint + " " + words, variables());
    }

    /// The published run's name. Every file that it names is there with its size and digest; those of latest/ too
    /// unless `copying`, when a run was killed while it made them.
    std::string check_latest(bool copying = false) const
    {
        auto at = bucket_at("dc");
        auto const manifest = read_json(at.get("latest/run.json").value().bytes);
        for (auto const& file : manifest.at("files").as_array()) {
            for (auto const* const name : {"path", "latest"}) {
                if (copying && name == std::string_view{"latest"})
                    continue;
                auto const path = to_text(file.at(name));
                EXPECT_EQ(sha256_hex(at.get(path).value().bytes), to_text(file.at("sha256"))) << path;
            }
        }
        return to_text(manifest.at("run"));
    }
};

/// Waits for a program that was started.
int wait_for(pid_t pid)
{
    int status = 0;
    waitpid(pid, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

TEST_F(RadosgwProgram, PublishesWhatItPublishesInAFolder)
{
    TemporaryFolder const folder;
    for (auto const& run : {first, second}) {
        auto words = replay(run);
        EXPECT_NE(almanac(words).code, 1);
        words[4] = folder.path("out");
        EXPECT_NE(almanac(words).code, 1);
        EXPECT_EQ(check_latest(), run);
    }
    // Another program sees the same files.
    aws(fmt::format("s3 sync --only-show-errors {} {}", place("dc"), folder.path("copy")));
    test::run_shell(fmt::format("cd {}; cp -rL out plain; rm -r */almanac.db* plain/.[a-z]*; diff -r copy plain",
                                folder.path().string()));
    auto const head = aws(fmt::format("s3api head-object --bucket {} --key dc/latest/events.csv", bucket));
    EXPECT_NE(head.find("\"ContentType\": \"text/csv; charset=utf-8\""), std::string::npos) << head;
    EXPECT_NE(head.find("\"CacheControl\": \"no-cache\""), std::string::npos) << head;
    EXPECT_NE(head.find("attachment; filename=\\\"events.csv\\\""), std::string::npos) << head;

    auto const again = almanac(replay(second));
    EXPECT_EQ(again.code, 0);
    EXPECT_EQ(again.out, fmt::format("The run {} is published in {} already.\n", second, place("dc")));
    EXPECT_EQ(almanac(replay(first)).code, 0) << "an earlier run that was published";
    EXPECT_EQ(almanac(replay("2031-04-02T09-00-00Z")).code, 1) << "one that was not";
}

TEST_F(RadosgwProgram, CallsADamagedCatalogByItsName)
{
    bucket_at("dc").put({"almanac.db", "no database, but long enough to be taken for one by its size alone", ""});
    auto const ended = almanac(replay(first));
    EXPECT_EQ(ended.code, 1);
    EXPECT_NE(ended.err.find("'" + place("dc/almanac.db") + "' is damaged"), std::string::npos) << ended.err;
    EXPECT_TRUE(bucket_at("dc").list("latest/").empty());
}

TEST_F(RadosgwProgram, MergesShards)
{
    for (auto const* const shard : {"1/2", "2/2"}) {
        auto words = replay(first);
        words.insert(words.end(), {"--shard", shard});
        auto const ended = almanac(words);
        EXPECT_EQ(ended.code, 0) << ended.err;
    }
    EXPECT_EQ(almanac({"merge", first, "--out", place("dc")}).code, 0);
    EXPECT_EQ(check_latest(), first);
    EXPECT_NE(almanac({"merge", first, "--out", place("dc")}).out.find("already"), std::string::npos);
}

TEST_F(RadosgwProgram, LooksIntoAPlace)
{
    ASSERT_EQ(almanac(replay(first)).code, 0);
    auto const events = bucket_at("dc").get("latest/events.csv").value().bytes;
    EXPECT_EQ(almanac({"store", "cat", "latest/events.csv", "--out", place("dc")}).out, events);
    EXPECT_EQ(almanac({"store", "cat", place("dc/latest/events.csv")}).out, events);
    auto const listed = almanac({"store", "ls", place("dc/latest")});
    EXPECT_NE(listed.out.find("  dc/latest/run.json\n"), std::string::npos) << listed.out;
    EXPECT_EQ(almanac({"store", "ls", place("dc/late")}).code, 1);
    TemporaryFolder const folder;
    EXPECT_EQ(almanac({"store", "get", "latest", "--out", place("dc"), "--to", folder.path("x")}).code, 0);
    EXPECT_EQ(folder.read("x/events.csv"), events);

    auto const checked = almanac({"check", place("dc/latest/events.csv")});
    EXPECT_EQ(checked.code, 0) << checked.out;
    EXPECT_EQ(checked.out, place("dc/latest/events.csv") + ": fine\n");
    EXPECT_NE(almanac({"sources", "--out", place("dc")}).out.find("2031-04-01 09:00"), std::string::npos);
    bucket_at("pages").put(
        {"x.ics",
         "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Owl Walk\r\nDTSTART:20310405T190000\r\n"
         "END:VEVENT\r\nEND:VCALENDAR\r\n",
         "text/calendar"});
    EXPECT_NE(almanac({"read", place("pages/x.ics"), "--now", "2031-04-01"}).out.find("Owl Walk"), std::string::npos);
    auto const missing = almanac({"read", place("pages/y.ics")});
    EXPECT_EQ(missing.code, 1);
    EXPECT_NE(missing.err.find("pages/y.ics: there is no such object"), std::string::npos) << missing.err;
}

TEST_F(RadosgwProgram, LeavesLatestAsItWasWhereverItIsKilled)
{
    ASSERT_EQ(almanac(replay(first)).code, 0);
    bool whole = false;
    int killed = 0;
    // Claim, probe, renewal, uploads, copies, manifests, catalog: at every third write. The next try has the same name,
    // as a retry has, and so need not wait for the claim of the dead one.
    for (int at = 1; !whole; at += 3) {
        std::mutex mutex;
        int writes = 0;
        bool copying = false;
        pid_t pid = 0;
        S3Proxy const proxy{endpoint, [&](Asked const& asked) {
                                auto const lock = std::lock_guard{mutex};
                                if (!test::is_write(asked))
                                    return Fate::pass;
                                if (++writes == at) {
                                    kill(pid, SIGKILL);
                                    return Fate::drop;
                                }
                                copying = copying || !header(asked.headers, "x-amz-copy-source").empty();
                                return Fate::pass;
                            }};
        {
            auto const lock = std::lock_guard{mutex};
            pid = start_almanac_program(replay(second), project_folder(), settings(proxy.url()));
        }
        whole = wait_for(pid) != 128 + SIGKILL;
        SCOPED_TRACE(fmt::format("killed at write {}", at));
        killed += whole ? 0 : 1;
        auto const run = check_latest(copying && !whole);
        EXPECT_TRUE(run == first || run == second);
        if (run == second)
            break;  // published: a try of that name would do nothing
    }
    EXPECT_GT(killed, 5);
    // Another run has to wait for the dead one's claim, or do as the message says.
    auto const kept_out = almanac(replay(third));
    EXPECT_EQ(kept_out.code, 1);
    EXPECT_NE(kept_out.err.find("remove " + place("dc/almanac.db.claim")), std::string::npos) << kept_out.err;
    bucket_at("dc").remove("almanac.db.claim");
    EXPECT_NE(almanac(replay(third)).code, 1);
    EXPECT_EQ(check_latest(), third);
}

TEST_F(RadosgwProgram, RepairsWhatAKilledRunLeft)
{
    ASSERT_EQ(almanac(replay(first)).code, 0);
    // Killed in the middle of the copies.
    int copies = 0;
    pid_t pid = 0;
    std::mutex mutex;
    S3Proxy const proxy{endpoint, [&](Asked const& asked) {
                            auto const lock = std::lock_guard{mutex};
                            if (!header(asked.headers, "x-amz-copy-source").empty() && ++copies == 4)
                                kill(pid, SIGKILL);
                            return Fate::pass;
                        }};
    {
        auto const lock = std::lock_guard{mutex};
        pid = start_almanac_program(replay(second), project_folder(), settings(proxy.url()));
    }
    ASSERT_EQ(wait_for(pid), 128 + SIGKILL);
    EXPECT_EQ(check_latest(true), first);
    EXPECT_NE(almanac(replay(second)).code, 1);
    EXPECT_EQ(check_latest(), second);
}

/// Holds the requests of a program from a certain one on, until they may go.
class Gate {
public:
    explicit Gate(std::function<bool(Asked const&)> at) : m_at(std::move(at)) {}

    Fate operator()(Asked const& asked)
    {
        if (m_at(asked) && !m_held.exchange(true)) {
            m_reached.set_value();
            m_open.get_future().wait_for(std::chrono::seconds{60});
        }
        return Fate::pass;
    }
    [[nodiscard]] bool wait_until_reached()
    {
        return m_reached.get_future().wait_for(std::chrono::seconds{60}) == std::future_status::ready;
    }
    void open() { m_open.set_value(); }

private:
    std::function<bool(Asked const&)> m_at;
    std::atomic<bool> m_held = false;
    std::promise<void> m_reached;
    std::promise<void> m_open;
};

/// The request that renews the claim: the first after reading.
std::function<bool(Asked const&)> renewal()
{
    return [puts = std::make_shared<std::atomic<int>>(0)](Asked const& asked) {  // shared: std::function is copied
        return asked.method == "PUT" && asked.path.ends_with("almanac.db.claim") && ++*puts == 3;
    };
}

TEST_F(RadosgwProgram, KeepsASecondRunOut)
{
    Gate gate{renewal()};
    S3Proxy const proxy{endpoint, std::ref(gate)};
    auto one = std::async(std::launch::async, [&] { return almanac(replay(first), proxy.url()); });
    ASSERT_TRUE(gate.wait_until_reached());
    auto const two = almanac(replay(second));
    gate.open();
    EXPECT_EQ(two.code, 1);
    EXPECT_NE(two.err.find(fmt::format("Another run, {}, is working with {}, until 20", first, place("dc"))),
              std::string::npos)
        << two.err;
    EXPECT_EQ(one.get().code, 0);
    EXPECT_EQ(check_latest(), first);
    EXPECT_NE(almanac(replay(second)).code, 1) << "the claim is given back";
    EXPECT_EQ(check_latest(), second);
}

TEST_F(RadosgwProgram, LetsARetryTakeOverAndTheOldRunPublishNothing)
{
    Gate gate{renewal()};
    S3Proxy const proxy{endpoint, std::ref(gate)};
    auto one = std::async(std::launch::async, [&] { return almanac(replay(first), proxy.url()); });
    ASSERT_TRUE(gate.wait_until_reached());
    EXPECT_EQ(almanac(replay(first)).code, 0);
    auto const catalog = bucket_at("dc").head("almanac.db").value().etag;
    gate.open();
    auto const ended = one.get();
    EXPECT_EQ(ended.code, 1);
    EXPECT_NE(ended.err.find("Another run has taken over"), std::string::npos) << ended.err;
    EXPECT_EQ(check_latest(), first);
    EXPECT_EQ(bucket_at("dc").head("almanac.db").value().etag, catalog);
}

TEST_F(RadosgwProgram, NeverOverwritesACatalogThatAnotherStored)
{
    Gate gate{[](Asked const& asked) { return asked.method == "PUT" && asked.path.ends_with("/almanac.db"); }};
    S3Proxy const proxy{endpoint, std::ref(gate)};
    auto one = std::async(std::launch::async, [&] { return almanac(replay(first), proxy.url()); });
    ASSERT_TRUE(gate.wait_until_reached());
    bucket_at("dc").put({"almanac.db", "another's", ""});
    gate.open();
    auto const ended = one.get();
    EXPECT_EQ(ended.code, 1);
    EXPECT_NE(ended.err.find("Another run has stored " + place("dc/almanac.db")), std::string::npos) << ended.err;
    EXPECT_EQ(bucket_at("dc").get("almanac.db").value().bytes, "another's");
}

TEST_F(RadosgwProgram, LosesNothingWhenAnswersAreLost)
{
    std::mutex mutex;
    std::map<std::string, int> puts;
    S3Proxy const proxy{endpoint, [&](Asked const& asked) {
                            auto const lock = std::lock_guard{mutex};
                            return asked.method == "PUT" && ++puts[asked.path] == 1 ? Fate::lose_answer : Fate::pass;
                        }};
    auto const ended = almanac(replay(first), proxy.url());
    EXPECT_EQ(ended.code, 0) << ended.err;
    EXPECT_EQ(check_latest(), first);
    EXPECT_GT(puts.size(), 10U);
}

TEST_F(RadosgwProgram, MakesLatestByCopiesAndItsManifestLast)
{
    S3Proxy const proxy{endpoint, [](Asked const&) { return Fate::pass; }};
    ASSERT_EQ(almanac(replay(first), proxy.url()).code, 0);
    Words paths;
    std::size_t copied = 0;
    for (auto const& asked : proxy.asked()) {
        if (asked.method == "PUT" && asked.path.find("almanac.db") == std::string::npos)
            paths.push_back(asked.path.substr(("/" + bucket + "/dc/").size()));
        if (!header(asked.headers, "x-amz-copy-source").empty()) {
            ++copied;
            EXPECT_EQ(asked.body, "");
        }
    }
    ASSERT_GT(paths.size(), 10U);
    EXPECT_EQ(paths.back(), "latest/run.json");
    auto const begins = [](std::string const& path) { return path.starts_with("latest/"); };
    auto const at = std::ranges::find_if(paths, begins);
    EXPECT_EQ(std::ranges::count_if(paths.begin(), at, begins), 0);
    EXPECT_EQ(copied, static_cast<std::size_t>(std::ranges::count_if(paths, begins)));
}

}  // namespace
}  // namespace almanac
