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

/// A source when it worked, and today.
struct Times {
    Source const& source;
    Plan const& plan;
    absl::Time now;
    KeepingFetcher& old_pages;
    KeepingFetcher& new_pages;
    std::string token;
    SourceReading before;
    SourceReading today;
};

/// What is wrong with a source, and what mends it.
struct Diagnosis {
    bool is_broken = true;
    bool is_list = true;  ///< its list is: another way to read the page may help
    std::optional<Cure> cure = {};
    std::string rest = {};     ///< lines about what was not mended
    std::string problem = {};  ///< why there is no cure; may be empty
};

/// The capture that belongs to the source: the one that it names, else the one beside it. Empty when there is none.
std::string own_capture(Source const& source, PlanOptions const& options)
{
    if (source.capture)
        return (fs::path{source.position.file}.parent_path() / *source.capture).string();
    auto usual = capture_file(options.sources, source.id);
    return fs::exists(usual) ? usual : std::string{};
}

std::string capture_of(Source const& source, RepairOptions const& options)
{
    auto capture = options.capture.empty() ? own_capture(source, options.plan) : options.capture;
    if (!capture.empty())
        return capture;
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
    auto const capture = own_capture(source, options.plan);
    if (capture.empty()) {
        write_file(file, text);
        print(shell.out, fmt::format("\nChanged {}. Look: almanac explain {}\n", file, source.id));
        return 0;
    }
    auto asked = options.fetching;
    asked.only = {source.id};
    auto fetching = make_recording(asked, plan, shell, capture);
    auto const results = record_sources({read_source(text, file, plan.config)}, plan, fetching, 0);
    if (source.capture)
        text = with_key(std::move(text), file, "capture_now", toml_string(capture_clock(fetching.now)));
    write_file(events_file(capture), to_json_lines(results.front().reading.events));
    write_file(file, text);
    print(shell.out, fmt::format("\nChanged {}, and recorded {} anew ({} events). Look: almanac explain {}\n", file,
                                 capture, results.front().reading.events.size(), source.id));
    return 0;
}

Diagnosis diagnose(Times const& times, std::string const& text)
{
    auto const& source = times.source;
    bool const fewer = times.today.reading.events.size() * 2 < times.before.reading.events.size();
    if (source.recipe.format == Format::none && fewer)
        return {};  // another reader lost them: no place of the file says where they are
    auto const* old_page = list_page(times.before, source, times.plan);
    auto const* new_page = old_page == nullptr ? nullptr : same_page(times.today, *old_page);
    if (old_page == nullptr || new_page == nullptr)
        return {.problem = "no page of its list is in the capture"};
    auto const then = context_of(source, times.old_pages, times.before.now, times.plan);
    auto today = context_of(source, times.new_pages, times.today.now, times.plan);
    today.token = times.token;
    auto mended = repair(*old_page, then, *new_page, today);
    bool const is_list = mended.is_broken;
    if (mended.problem.empty())
        repair_details(mended, then, today);
    Diagnosis diagnosis{mended.is_broken, is_list, std::nullopt, remaining_of(mended.changes), mended.problem};
    if (!mended.changes.mended.empty())
        diagnosis.cure = cure_of(mended, source, text);
    else if (!mended.changes.unsolved.empty())
        diagnosis.problem = fmt::format("no place was found for {}", join(mended.changes.unsolved, ", "));
    return diagnosis;
}

/// The source as it would be, read anew from today's pages.
std::vector<Event> events_with(Cure const& cure, Times const& times)
{
    auto const source = read_source(cure.text, times.source.position.file, times.plan.config);
    return read_source_at(source, times.new_pages, times.now, times.plan, times.token).reading.events;
}

/// What the reading of today complains of first; empty when of nothing.
std::string complaint_of(Reading const& reading)
{
    auto const found = std::ranges::find(reading.notes, Level::error, &Note::level);
    return found == reading.notes.end() ? std::string{} : fmt::format(". A run says: {}", found->message);
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
    KeepingFetcher old_pages{replay};
    auto const then = source.capture_now && options.capture.empty() ? read_now(*source.capture_now, source.timezone)
                                                                    : replay.captured().value_or(absl::UnixEpoch());
    auto const before = read_source_at(source, old_pages, then, plan, "");
    if (before.reading.events.empty())
        return fail(source,
                    fmt::format("the capture {} gives no events with the file as it is, so there is nothing to compare "
                                "today's page with. Has the file changed since? Name another with --capture FILE",
                                capture),
                    shell);

    auto asked = options.fetching;
    asked.only = {source.id};
    auto fetching = make_fetching(asked, plan, shell);
    KeepingFetcher new_pages{*fetching.fetcher};
    auto const token = fetching.tokens[source.id].value;
    auto const today = read_source_at(source, new_pages, fetching.now, plan, token);
    if (std::ranges::none_of(today.pages, &Page::ok))
        return fail(source,
                    fmt::format("today's page could not be had, which no change of the file mends: {}",
                                today.pages.empty() ? "nothing was asked for" : today.pages.front().message),
                    shell);
    auto const text = read_input(source.position.file);
    auto const counts = fmt::format("{} events in the capture of {}, {} today", before.reading.events.size(),
                                    absl::FormatCivilTime(absl::CivilDay(before.now)), today.reading.events.size());
    Times const times{source, plan, fetching.now, old_pages, new_pages, token, before, today};
    auto [is_broken, is_list, cure, rest, problem] = diagnose(times, text);
    if (!is_broken) {
        print(shell.out, fmt::format("{}: nothing is broken: {}\n{}", source.id, counts, rest));
        return 0;
    }
    if (!cure && is_list)
        cure = another_way(today, source, new_pages, plan, text);
    if (!cure)
        return fail(
            source,
            fmt::format("it is broken ({}), and nothing can be proposed{}{}{}. Look at the page, and start anew: "
                        "almanac probe {}",
                        counts, problem.empty() ? "" : ": ", problem, complaint_of(today.reading),
                        redact_url(source.url)),
            shell);
    auto const events = events_with(*cure, times);
    print(shell.out, fmt::format("{}: broken: {}\n{}With this change {} events, such as {}{}", source.id, counts,
                                 cure->summary, events.size(), example_of(events, today.now),
                                 unified_diff(source.position.file, text, cure->text)));
    if (options.write)
        return write_cure(*cure, source, options, plan, shell);
    print(shell.out, fmt::format("\nTo change the file so: almanac probe --repair {} --write\n", source.id));
    return 0;
}

}  // namespace almanac
