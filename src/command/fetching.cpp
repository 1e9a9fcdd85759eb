#include "command/fetching.hpp"

#include "command/interrupt.hpp"
#include "command/parser.hpp"
#include "command/plan.hpp"
#include "command/times.hpp"
#include "config/error.hpp"
#include "config/secrets.hpp"
#include "fetch/network_fetcher.hpp"
#include "fetch/replay_fetcher.hpp"
#include "fetch/url.hpp"
#include "fetch/warc_writer.hpp"
#include "program_version.hpp"

#include <absl/time/clock.h>
#include <fmt/format.h>

#include <algorithm>

namespace almanac {

namespace {

/// The tokens of the sources that are read: one that nobody needs is fetched from nowhere.
std::map<std::string, Token> tokens_of(Plan const& plan, std::vector<std::string> const& only, Shell const& shell)
{
    auto sources = plan.sources;
    if (!only.empty())
        std::erase_if(sources, [&](Source const& source) { return std::ranges::find(only, source.id) == only.end(); });
    return fetch_tokens(sources, secret_places(plan.config, shell));
}

FetchOptions fetch_options(Plan const& plan)
{
    auto const& config = plan.config.fetch;
    FetchOptions options;
    options.user_agent = make_user_agent(program_version, plan.config.contact);
    options.requests_per_second = config.requests_per_second;
    options.connections = config.connections;
    options.connect_timeout = absl::FromChrono(config.connect_timeout);
    options.stall_timeout = absl::FromChrono(config.stall_timeout);
    options.request_timeout = absl::FromChrono(config.request_timeout);
    options.max_body_bytes = config.max_body_bytes;
    options.tries = config.tries;
    options.deadline = absl::FromChrono(config.deadline);
    options.cancel = &interrupt_flag();
    // Several runs that fail together should not come back together.
    options.seed = static_cast<std::uint64_t>(absl::ToUnixNanos(absl::Now()));
    for (auto const& [host, policy] : config.hosts)
        options.hosts[host] = {policy.requests_per_second, policy.connections, policy.allow_private};
    for (auto const& source : plan.sources) {
        SourcePolicy policy;
        policy.ignore_robots = source.ignore_robots;
        if (source.allow_private)
            policy.private_hosts = {host_of(source.url)};
        policy.requests_per_second = source.requests_per_second;
        policy.max_pages = source.max_pages;
        policy.max_time = absl::FromChrono(source.max_time);
        options.sources[source.id] = policy;
    }
    return options;
}

/// It is our own server: nobody has to be polite to it.
void use_stand_in(FetchOptions& options, std::string_view url)
{
    constexpr std::string_view scheme = "http://";
    auto const address = url.starts_with(scheme) ? url.substr(scheme.size()) : std::string_view{};
    if (address.find(':') == std::string_view::npos || address.find('/') != std::string_view::npos)
        throw ConfigError{fmt::format("--stand-in: '{}' is no server. Write http://127.0.0.1:8000", url)};
    options.stand_in = address;
    constexpr double at_once = 10'000;
    options.requests_per_second = at_once;
    options.hosts.clear();
    for (auto& [id, policy] : options.sources)
        policy.requests_per_second = 0;
}

}  // namespace

void declare_replay(Parser& parser, FetchingOptions& options)
{
    parser.add("--replay", options.replay, "Answer from this capture (WARC) and never touch the network; repeatable")
        .value("FILE");
    declare_now(parser, options);
}

void declare_days(Parser& parser, int& days)
{
    parser.add("--days", days, "Days ahead (default: window.days of almanac.toml)").value("N").between(1, 3660);
}

void declare_now(Parser& parser, FetchingOptions& options)
{
    parser.add("--now", options.now, "Read as if it were this time (default: now; of a capture: when it was made)")
        .value("TIME");
}

void declare_run(Parser& parser, FetchingOptions& options)
{
    parser.add("--run", options.run, "The run's name, its time: 2026-11-23T18-00-00Z (default: that of now)")
        .value("RUN");
}

void declare_record(Parser& parser, FetchingOptions& options)
{
    parser.add("--record", options.record, "Write every page with its request into this capture (WARC)").value("FILE");
}

namespace {

/// The time that --now or --run states.
std::optional<absl::Time> stated_time(FetchingOptions const& options, std::string const& zone)
{
    if (!options.now.empty() && !options.run.empty())
        throw ConfigError{"--now and --run: both say what time the run is of. Give one of them."};
    if (!options.now.empty())
        return read_now(options.now, zone);
    if (!options.run.empty())
        return read_run(options.run, "--run");
    return std::nullopt;
}

}  // namespace

Fetching make_fetching(FetchingOptions const& options, Plan const& plan, Shell const& shell)
{
    Fetching fetching;
    fetching.only = options.only;
    auto const stated = stated_time(options, plan.config.timezone);
    if (!options.replay.empty()) {
        if (!options.record.empty())
            throw ConfigError{"--record and --replay: a replay has nothing new to record. Give one of them."};
        auto replay = std::make_unique<ReplayFetcher>(options.replay);
        fetching.now = stated ? *stated : replay->captured().value_or(absl::Now());
        fetching.notes = replay->notes();
        fetching.replay = true;
        fetching.clock = std::make_unique<FixedClock>(fetching.now);
        fetching.fetcher = std::move(replay);
        return fetching;
    }
    fetching.now = stated.value_or(absl::Now());
    if (options.now.empty())
        fetching.clock = std::make_unique<SystemClock>();
    else
        fetching.clock = std::make_unique<FixedClock>(fetching.now);
    auto network = fetch_options(plan);
    network.deadline = std::min(network.deadline, shell.deadline - absl::Now());
    fetching.tokens = tokens_of(plan, options.only, shell);
    for (auto const& [id, token] : fetching.tokens)
        if (!token.value.empty())
            network.secrets.push_back(token.value);
    if (!options.stand_in.empty())
        use_stand_in(network, options.stand_in);
    network.find_cached = options.find_cached;
    network.store_cached = options.store_cached;
    if (!options.record.empty()) {
        fetching.writer = std::make_unique<WarcWriter>(options.record, *fetching.clock,
                                                       fmt::format("Almanac/{}", program_version), network.secrets);
        network.record = [&writer = *fetching.writer](Exchange const& exchange) { writer.write(exchange); };
    }
    fetching.fetcher = std::make_unique<NetworkFetcher>(std::move(network));
    return fetching;
}

HarvestOptions harvest_options(Fetching const& fetching, Plan const& plan, int days)
{
    HarvestOptions options;
    options.now = fetching.now;
    options.clock = fetching.clock.get();
    options.window_days = days > 0 ? days : plan.config.window.days;
    options.only = fetching.only;
    options.tokens = fetching.tokens;
    return options;
}

std::string finish(Fetching& fetching)
{
    fetching.fetcher.reset();
    return fetching.writer ? fetching.writer->finish() : std::string{};
}

}  // namespace almanac
