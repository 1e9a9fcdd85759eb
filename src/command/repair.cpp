#include "command/repair.hpp"

#include "command/capture_check.hpp"
#include "command/cure.hpp"
#include "command/interrupt.hpp"
#include "command/page_input.hpp"
#include "command/recording.hpp"
#include "command/source_edit.hpp"
#include "command/source_reading.hpp"
#include "command/text_event.hpp"
#include "command/times.hpp"
#include "config/error.hpp"
#include "config/toml.hpp"
#include "fetch/replay_fetcher.hpp"
#include "fetch/url.hpp"
#include "read/repair.hpp"
#include "read/rungs.hpp"
#include "store/posix.hpp"
#include "text/diff.hpp"
#include "text/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace almanac {
namespace {

namespace fs = std::filesystem;

/// What is wrong with a source, and what mends it.
struct Diagnosis {
    bool is_broken = true;
    std::optional<Cure> cure;
    std::string problem;  ///< why there is no cure; may be empty
};

std::string capture_of(Source const& source, RepairOptions const& options)
{
    if (!options.capture.empty())
        return options.capture;
    auto usual = capture_file(options.plan.sources, source.id);
    if (source.capture)
        return (fs::path{source.position.file}.parent_path() / *source.capture).string();
    if (fs::exists(usual))
        return usual;
    throw ConfigError{
        fmt::format("there is no capture of {0} from when it worked, so there is nothing to compare today's "
                    "page with. Name one with --capture FILE, or start anew: almanac probe {1}",
                    source.id, redact_url(source.url))};
}

std::string example_of(std::vector<Event> const& events, absl::CivilSecond now)
{
    auto const next = std::ranges::find_if(events, [&](auto const& event) { return is_coming(event, now); });
    return events.empty() ? std::string{} : to_text(next == events.end() ? events.front() : *next);
}

int write_cure(Cure const& cure, Source const& source, RepairOptions const& options, Plan const& plan, Shell& shell)
{
    auto text = cure.text;
    auto const& file = source.position.file;
    if (!source.capture) {
        write_file(file, text);
        print(shell.out, fmt::format("\nChanged {}. Look: almanac explain {}\n", file, source.id));
        return 0;
    }
    auto const capture = (fs::path{file}.parent_path() / *source.capture).string();
    auto asked = options.fetching;
    asked.only = {source.id};
    auto fetching = make_recording(asked, plan, shell, capture);
    auto const results = record_sources({read_source(text, file, plan.config)}, plan, fetching, 0);
    text = with_key(std::move(text), file, "capture_now", toml_string(capture_clock(fetching.now)));
    write_file(events_file(capture), to_json_lines(results.front().reading.events));
    write_file(file, text);
    print(shell.out, fmt::format("\nChanged {}, and recorded {} anew ({} events). Look: almanac explain {}\n", file,
                                 capture, results.front().reading.events.size(), source.id));
    return 0;
}

/// Compares the lists of two times.
Diagnosis diagnose(SourceReading const& before, SourceReading const& today, Source const& source, Fetcher& replay,
                   Fetcher& fetcher, Plan const& plan, std::string const& text)
{
    if (source.recipe.format == Format::none)
        return {today.reading.events.size() * 2 < before.reading.events.size(), std::nullopt, {}};
    auto const* old_page = list_page(before, source, plan);
    auto const* new_page = old_page == nullptr ? nullptr : same_page(today, *old_page);
    if (old_page == nullptr || new_page == nullptr)
        return {true, std::nullopt, "no page of its list is in the capture"};
    auto const mended = repair(*old_page, context_of(source, replay, before.now, plan), *new_page,
                               context_of(source, fetcher, today.now, plan));
    Diagnosis diagnosis{mended.is_broken, std::nullopt, mended.problem};
    if (!mended.mended.empty())
        diagnosis.cure = cure_of(mended, source, text);
    else if (!mended.unsolved.empty())
        diagnosis.problem = fmt::format("no place was found for {}", join(mended.unsolved, ", "));
    return diagnosis;
}

int fail(Source const& source, std::string const& message, Shell& shell)
{
    bool const stopped = interrupt_flag();
    print(shell.err, fmt::format("{}: {}\n", source.id, stopped ? "interrupted; nothing was changed" : message));
    return stopped ? exit_interrupted : 1;
}

}  // namespace

int repair_source(RepairOptions const& options, Shell& shell)
{
    auto const plan = load_plan(options.plan);
    auto const& source = find_source(plan, options.source);
    auto const capture = capture_of(source, options);
    ReplayFetcher replay{{capture}};
    auto const then = source.capture_now && options.capture.empty() ? read_now(*source.capture_now, source.timezone)
                                                                    : replay.captured().value_or(absl::UnixEpoch());
    auto const before = read_source_at(source, replay, then, plan, "");
    if (before.reading.events.empty())
        return fail(source,
                    fmt::format("the capture {} gives no events with the file as it is, so there is nothing to compare "
                                "today's page with. Has the file changed since? Name another with --capture FILE",
                                capture),
                    shell);

    auto asked = options.fetching;
    asked.only = {source.id};
    auto fetching = make_fetching(asked, plan, shell);
    auto const today = read_source_at(source, *fetching.fetcher, fetching.now, plan, fetching.tokens[source.id].value);
    if (std::ranges::none_of(today.pages, &Page::ok))
        return fail(source,
                    fmt::format("today's page could not be had, which no change of the file mends: {}",
                                today.pages.empty() ? "nothing was asked for" : today.pages.front().message),
                    shell);
    auto const text = read_input(source.position.file);
    auto const counts = fmt::format("{} events in the capture of {}, {} today", before.reading.events.size(),
                                    absl::FormatCivilTime(absl::CivilDay(before.now)), today.reading.events.size());
    auto [is_broken, cure, problem] = diagnose(before, today, source, replay, *fetching.fetcher, plan, text);
    if (!is_broken) {
        print(shell.out, fmt::format("{}: nothing is broken: {}\n", source.id, counts));
        return 0;
    }
    if (!cure)
        cure = another_way(today, source, *fetching.fetcher, plan, text);
    if (!cure)
        return fail(source,
                    fmt::format("it is broken ({}), and nothing can be proposed{}{}. Look at the page, and start anew: "
                                "almanac probe {}",
                                counts, problem.empty() ? "" : ": ", problem, redact_url(source.url)),
                    shell);
    static_cast<void>(read_source(cure->text, source.position.file, plan.config));  // it must be a source still
    print(shell.out, fmt::format("{}: broken: {}\n{}With this change {} events, such as {}{}", source.id, counts,
                                 cure->summary, cure->events.size(), example_of(cure->events, today.now),
                                 unified_diff(source.position.file, text, cure->text)));
    if (options.write)
        return write_cure(*cure, source, options, plan, shell);
    print(shell.out, fmt::format("\nTo change the file so: almanac probe --repair {} --write\n", source.id));
    return 0;
}

}  // namespace almanac
