#include "support/loopback_server.hpp"
#include "support/program.hpp"
#include "support/temporary_folder.hpp"
#include "write/csv.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <map>
#include <memory>
#include <string>

namespace almanac {
namespace {

using test::LoopbackServer;
using test::Reply;

constexpr int good_sources = 10;

std::string event_script(std::string_view name, int day)
{
    return fmt::format(R"(<script type="application/ld+json">{{"@context": "https://schema.org", "@type": "Event",
        "name": "{}", "startDate": "2031-04-{:02}T10:00", "endDate": "2031-04-{:02}T11:00"}}</script>)",
                       name, day, day);
}

std::string good_page(int number)
{
    std::string body = "<!DOCTYPE html><meta charset=utf-8><title>Events</title>";
    for (int day = 5; day < 8; ++day)
        body += event_script(fmt::format("Walk {} of {}", day, number), day);
    return body;
}

/// 64 KB of zeros a piece, compressed: gives 10 GB to who unpacks it all, without end in sight.
class Bomb {
public:
    Bomb() : m_zeros(1U << 16U, '\0') { deflateInit2(&m_stream, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY); }
    ~Bomb() { deflateEnd(&m_stream); }
    Bomb(Bomb const&) = delete;
    Bomb& operator=(Bomb const&) = delete;

    std::string next()
    {
        std::string out;
        std::string block(1U << 16U, '\0');
        while (out.empty() && m_pieces-- > 0) {
            m_stream.next_in = reinterpret_cast<Bytef*>(m_zeros.data());
            m_stream.avail_in = static_cast<uInt>(m_zeros.size());
            m_stream.next_out = reinterpret_cast<Bytef*>(block.data());
            m_stream.avail_out = static_cast<uInt>(block.size());
            deflate(&m_stream, Z_SYNC_FLUSH);
            out.assign(block.data(), block.size() - m_stream.avail_out);
        }
        return out;
    }

private:
    std::string m_zeros;
    z_stream m_stream{};
    int m_pieces = 160'000;
};

/// A source that is not as it should be, and what the report says of it.
struct Bad {
    std::string id;
    std::string reader;  ///< further lines of its file
    std::string status;
    std::string message;  ///< part of it; empty: none
};

class BadSources : public testing::Test {
protected:
    void SetUp() override
    {
        for (int i = 0; i < good_sources; ++i)
            m_server.on(fmt::format("/good{}", i), test::page(good_page(i)));
        m_server.on("/timeout", Reply{.body = "late", .delay = std::chrono::seconds{4}});
        m_server.on("/status500", Reply{.status = 500});
        m_server.on("/html_not_json", test::page("<html><body><h1>We are moving</h1></body></html>"));
        m_server.on("/truncated", Reply{.body = good_page(0), .cut_after = 100});
        m_server.on("/charset", test::page("<meta charset=utf-8>" + event_script("Caf\xE9 \x93Walk\x94", 9)));
        m_server.on("/empty", test::page(""));
        std::string nested;
        for (int i = 0; i < 100'000; ++i)
            nested += "<div>";
        m_server.on("/nested", test::page(nested + event_script("Deep", 9)));
        m_server.on("/bomb", [](auto const&) {
            return Reply{.headers = {{"Content-Type", "text/html"}, {"Content-Encoding", "gzip"}},
                         // shared_ptr: std::function must be copyable
                         .next = [bomb = std::make_shared<Bomb>()] { return bomb->next(); }};
        });
        m_server.on("/loop", test::redirect_to("/loop"));
        m_server.on("/metadata", test::redirect_to("http://169.254.169.254/latest/meta-data/"));
        m_server.on("/endless", [](test::Asked const& asked) {
            auto const page = asked.target.size();
            return test::page(
                fmt::format("<ul><li><b>Walk {}</b><i>April {}, 2031 9am</i></ul><a rel=next href='{}1'>next</a>", page,
                            page % 28 + 1, asked.target.find('?') == std::string::npos ? "/endless?p=" : asked.target));
        });
        m_server.on("/title", test::page(event_script("Long " + std::string(1U << 20U, 'x'), 9)));

        write_whole_file(m_folder.path() / "almanac.toml",
                         "output = \"out\"\n[fetch]\nrequests_per_second = 100\nconnections = 16\n"
                         "request_timeout = 2\nconnect_timeout = 1\nstall_timeout = 2\ntries = 1\n");
        for (int i = 0; i < good_sources; ++i)
            write_source(fmt::format("good{}", i), "");
        for (auto const& bad : m_bad)
            write_source(bad.id, bad.reader);
    }

    void write_source(std::string const& id, std::string const& reader)
    {
        auto const& server = id == "tls" ? m_tls_server : m_server;
        write_whole_file(
            m_folder.path() / "sources" / (id + ".toml"),
            fmt::format("name = \"{}\"\nurl = \"{}\"\nallow_private = true\n{}", id, server.url("/" + id), reader));
    }

    LoopbackServer m_server;
    LoopbackServer m_tls_server{LoopbackServer::Protocol::https};
    TemporaryFolder m_folder;
    std::vector<Bad> const m_bad = {
        {"timeout", "", "broken", "2 s"},
        {"status500", "", "broken", "answered 500"},
        {"tls", "", "broken", "certificate"},
        {"html_not_json",
         "reader = \"json\"\n[json]\nitems = \"events[]\"\n[json.fields]\nname = \"name\"\nstart = \"start\"\n",
         "broken", "an HTML page where JSON was expected"},
        {"truncated", "", "broken", "broke before the answer was complete"},
        {"charset", "", "operational", ""},
        {"empty", "", "broken", "empty"},
        {"nested", "", "operational", ""},
        {"bomb", "", "broken", "20 MB"},
        {"loop", "", "broken", "more than 5 redirects"},
        {"metadata", "", "broken", "link-local"},
        {"endless",
         "reader = \"html\"\nmax_pages = 20\n[html]\nitems = \"li\"\nnext = \"a[rel=next]\"\n[html.fields]\nname = "
         "\"b\"\nwhen = \"i\"\n",
         "operational with errors", "max_pages"},
        {"title", "", "operational", ""},
    };
};

TEST_F(BadSources, AreOneClearLineEachAndTheGoodOnesPublish)
{
    auto const ended = run_almanac_program({"run", "--now", "2031-04-01"}, m_folder.path());
    EXPECT_EQ(ended.code, 3) << ended.out << ended.err;
    auto const report = read_csv(read_whole_file(m_folder.path() / "out/latest/report.csv"));
    std::map<std::string, std::vector<std::string>> rows;
    for (auto const& row : report.rows)
        rows[row.cells.at(1)] = row.cells;
    auto const message_of = [&](std::string const& id) { return rows.at(id).back(); };
    for (int i = 0; i < good_sources; ++i) {
        auto const id = fmt::format("good{}", i);
        ASSERT_TRUE(rows.contains(id));
        EXPECT_EQ(rows[id][0], "operational") << message_of(id);
        EXPECT_EQ(rows[id][3], "3");
    }
    for (auto const& bad : m_bad) {
        ASSERT_TRUE(rows.contains(bad.id)) << bad.id;
        EXPECT_EQ(rows[bad.id][0], bad.status) << bad.id << ": " << message_of(bad.id);
        EXPECT_NE(message_of(bad.id).find(bad.message), std::string::npos) << bad.id << ": " << message_of(bad.id);
        EXPECT_EQ(message_of(bad.id).find('\n'), std::string::npos);
        EXPECT_EQ(message_of(bad.id).empty(), bad.message.empty()) << bad.id << ": " << message_of(bad.id);
    }
    auto const events = read_whole_file(m_folder.path() / "out/latest/events.csv");
    EXPECT_NE(events.find("Caf\u00e9 \u201cWalk\u201d"), std::string::npos);
    EXPECT_LT(events.size(), 100'000U);
}

}  // namespace
}  // namespace almanac
