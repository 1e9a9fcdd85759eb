// Bytes to events through the readers, as a harvest does it, in one process and one thread:
// readers_bench files ROUNDS LIST      each file of the list with reader = "auto", by kind of file
// readers_bench replay ROUNDS WARC DIR the sources of a folder from a capture, with their recipes
#include "command/times.hpp"
#include "config/config.hpp"
#include "corpus.hpp"
#include "fetch/replay_fetcher.hpp"
#include "read/reader.hpp"
#include "time/zone.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace {

using namespace almanac;

struct Result {
    std::size_t pages = 0;
    std::size_t bytes = 0;
    std::size_t events = 0;
    double seconds = 0;

    Result& operator+=(Result const& other)
    {
        pages += other.pages;
        bytes += other.bytes;
        events += other.events;
        seconds += other.seconds;
        return *this;
    }
};

void print_head(std::string_view what)
{
    fmt::print("| {:14}| {:>6} | {:>7} | {:>8} | {:>7} | {:>7} | {:>9} |\n", what, "pages", "MB", "seconds", "MB/s",
               "events", "events/s");
    fmt::print("|{:-<15}|{:->8}|{:->9}|{:->10}|{:->9}|{:->9}|{:->11}|\n", "", ":", ":", ":", ":", ":", ":");
}

void print_row(std::string_view name, Result const& result)
{
    auto const per_second = [&](double amount) { return result.seconds > 0 ? amount / result.seconds : 0; };
    auto const megabytes = static_cast<double>(result.bytes) / 1e6;
    fmt::print("| {:14}| {:6} | {:7.2f} | {:8.4f} | {:7.1f} | {:7} | {:9.0f} |\n", name, result.pages, megabytes,
               result.seconds, per_second(megabytes), result.events, per_second(static_cast<double>(result.events)));
}

Result best_of(int rounds, std::function<Result()> const& pass)
{
    Result best;
    for (int round = 0; round < rounds; ++round) {
        auto const begin = bench::cpu_seconds();
        auto result = pass();
        result.seconds = bench::cpu_seconds() - begin;
        if (round == 0 || result.seconds < best.seconds)
            best = result;
    }
    return best;
}

/// Counts what a reader was given.
class Counting final : public Fetcher {
public:
    explicit Counting(Fetcher& fetcher) : m_fetcher(fetcher) {}

    std::vector<Page> get(std::span<Request const> requests) override
    {
        auto pages = m_fetcher.get(requests);
        for (auto const& page : pages)
            m_bytes += page.body.size();
        return pages;
    }

    [[nodiscard]] std::size_t bytes() const { return m_bytes; }

private:
    Fetcher& m_fetcher;
    std::size_t m_bytes = 0;
};

/// Answers the first request with a file; the pages behind it are not there.
class OneFile final : public Fetcher {
public:
    explicit OneFile(std::string path) : m_path(std::move(path)) {}

    std::vector<Page> get(std::span<Request const> requests) override
    {
        std::vector<Page> pages;
        for (auto const& request : requests) {
            auto& page = pages.emplace_back();
            page.url = page.final_url = request.url;
            if (m_path.empty()) {
                page.problem = FetchProblem::not_in_capture;
            } else {
                page.status = 200;
                page.body = bench::read_file(std::exchange(m_path, {}));
            }
        }
        return pages;
    }

private:
    std::string m_path;
};

Result read(Source const& source, Fetcher& fetcher, absl::Time now)
{
    constexpr int days = 400;
    Counting counting{fetcher};
    auto const clock = wall_clock(now, source.timezone);
    auto const today = absl::CivilDay(clock);
    auto const reading = make_reader(source)->read({source, counting, clock, today, today + days});
    return {static_cast<std::size_t>(reading.pages), counting.bytes(), reading.events.size()};
}

void read_files(int rounds, std::string const& list)
{
    std::map<std::string, std::vector<std::string>> kinds;
    for (auto const& path : bench::read_lines(list))
        kinds[std::filesystem::path{path}.extension().string()].push_back(path);
    Source source;
    source.id = "bench";
    source.name = "Bench";
    source.timezone = "America/New_York";
    source.url = "https://calendar.example/events/";
    auto const now = absl::FromUnixSeconds(1'735'689'600);  // 2025-01-01, when most of the captures were made

    print_head("auto");
    Result all;
    for (auto const& [kind, paths] : kinds) {
        auto const best = best_of(rounds, [&] {
            Result result;
            for (auto const& path : paths) {
                OneFile file{path};
                result += read(source, file, now);
            }
            return result;
        });
        print_row(kind, best);
        all += best;
    }
    print_row("all", all);
    fmt::print("\nPeak resident memory: {:.1f} MB (files are read one at a time)\n\n", bench::peak_megabytes());
}

void replay(int rounds, std::string const& warc, std::string const& folder)
{
    auto const plan = load_plan({}, folder);
    auto const at_start = bench::peak_megabytes();
    ReplayFetcher fetcher{{warc}};
    auto const indexed = bench::peak_megabytes();
    auto const now = fetcher.captured().value_or(absl::UnixEpoch());
    print_head("replay");
    Result all;
    std::vector<std::pair<std::string, double>> peaks;
    for (auto const& source : plan.sources) {
        auto const best = best_of(rounds, [&] { return read(source, fetcher, now); });
        print_row(source.id, best);
        all += best;
        peaks.emplace_back(source.id, bench::peak_megabytes());
    }
    print_row("all", all);
    fmt::print("\nPeak resident memory: {:.1f} MB with the sources loaded, {:.1f} with the capture's index", at_start,
               indexed);
    for (auto before = indexed; auto const& [id, peak] : peaks)
        if (peak > std::exchange(before, peak))
            fmt::print(", {:.1f} after {}", peak, id);
    fmt::print("\n");
}

}  // namespace

int main(int argc, char** argv)
{
    std::string const mode = argc > 1 ? argv[1] : "";
    if (!(mode == "files" && argc == 4) && !(mode == "replay" && argc == 5)) {
        fmt::print(stderr, "readers_bench files ROUNDS LIST | replay ROUNDS WARC FOLDER\n");
        return 2;
    }
    try {
        auto const rounds = std::max(1, std::atoi(argv[2]));
        if (mode == "files")
            read_files(rounds, argv[3]);
        else
            replay(rounds, argv[3], argv[4]);
        return 0;
    } catch (std::exception const& error) {
        fmt::print(stderr, "readers_bench: {}\n", error.what());
        return 1;
    }
}
