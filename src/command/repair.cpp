#include "command/repair.hpp"

#include "command/capture_check.hpp"
#include "command/interrupt.hpp"
#include "command/page_input.hpp"
#include "command/recording.hpp"
#include "command/source_edit.hpp"
#include "command/text_event.hpp"
#include "command/times.hpp"
#include "config/error.hpp"
#include "config/toml.hpp"
#include "fetch/replay_fetcher.hpp"
#include "fetch/url.hpp"
#include "read/leads.hpp"
#include "read/propose.hpp"
#include "read/recipe_engine.hpp"
#include "read/repair.hpp"
#include "store/posix.hpp"
#include "text/diff.hpp"
#include "text/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace almanac {

namespace {

namespace fs = std::filesystem;

/// Remembers the pages that a reader was given.
class KeepingFetcher final : public Fetcher {
public:
    explicit KeepingFetcher(Fetcher& from) : m_from(from) {}

    std::vector<Page> get(std::span<Request const> requests) override
    {
        auto pages = m_from.get(requests);
        for (auto const& page : pages)
            if (m_pages.size() < 50)
                m_pages.push_back(page);
        return pages;
    }

    [[nodiscard]] std::vector<Page> const& pages() const { return m_pages; }

private:
    Fetcher& m_from;
    std::vector<Page> m_pages;
};

/// A source read at one time: its pages, and what came of them.
struct Read {
    absl::CivilSecond now;
    std::vector<Page> pages;
    Reading reading;
};

ReadContext context_of(Source const& source, Fetcher& fetcher, absl::CivilSecond now, Plan const& plan)
{
    auto const today = absl::CivilDay(now);
    return {source, fetcher, now, today, today + plan.config.window.days};
}

Read read_all(Source const& source, Fetcher& fetcher, absl::Time now, Plan const& plan, std::string const& token)
{
    KeepingFetcher keeping{fetcher};
    Read read;
    read.now = wall_clock(now, source.timezone);
    auto context = context_of(source, keeping, read.now, plan);
    context.token = token;
    read.reading = make_reader(source)->read(context);
    read.pages = keeping.pages();
    return read;
}

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

/// The page of the list: the one on which the recipe finds most.
Page const* list_page(Read const& read, Source const& source, Plan const& plan)
{
    OnePage nothing;
    Page const* best = nullptr;
    std::size_t most = 0;
    for (auto const& page : read.pages) {
        if (!page.ok())
            continue;
        auto list = source;
        list.recipe.detail.reset();
        auto const found = read_one_page(page, context_of(list, nothing, read.now, plan)).events.size();
        if (best == nullptr || found > most) {
            best = &page;
            most = found;
        }
    }
    return best;
}

/// Today's page at the same address, else the first that was had.
Page const* same_page(Read const& today, Page const& old)
{
    auto const same = std::ranges::find_if(today.pages, [&](auto const& page) {
        return page.ok() && capture_key("GET", page.url) == capture_key("GET", old.url);
    });
    if (same != today.pages.end())
        return &*same;
    auto const first = std::ranges::find_if(today.pages, &Page::ok);
    return first == today.pages.end() ? nullptr : &*first;
}

std::string shown(Mended const& mended)
{
    auto const form = [](Finder const& finder) {
        return in_quotes(finder.text                ? *finder.text
                         : finder.attribute.empty() ? finder.select
                                                    : finder.select + '@' + finder.attribute);
    };
    auto const why = mended.name == "items" ? std::string{}
                     : mended.known >= 2    ? fmt::format(" ({} of {} events that both pages hold say the same there)",
                                                          mended.equal, mended.known)
                                            : std::string{" (by its kind, as no event is on both pages: look at it)"};
    return fmt::format("  {}: {} -> {}{}\n", mended.name, form(mended.was), form(mended.is), why);
}

/// A change of the source's file, and what it gives.
struct Cure {
    std::string text;     ///< of the file
    std::string summary;  ///< lines for people
    std::vector<Event> events;
};

std::string joined(std::vector<std::string> const& names)
{
    return join(names, ", ");
}

Cure cure_of(Repair const& repair, std::string const& text, std::string const& file)
{
    Cure cure;
    cure.text = with_repair(text, file, repair);
    for (auto const& mended : repair.mended)
        cure.summary += shown(mended);
    if (!repair.unsolved.empty())
        cure.summary += fmt::format("  no place was found for: {}. They stay as they are\n", joined(repair.unsolved));
    cure.events = repair.trial.events;
    return cure;
}

/// Another way to read the page at the source's address: data that it states now, else a recipe of its structure.
std::optional<Cure> another_way(Read const& today, Source const& source, Fetcher& fetcher, Plan const& plan,
                                std::string const& text)
{
    auto const first = std::ranges::find_if(today.pages, &Page::ok);
    if (first == today.pages.end())
        return std::nullopt;
    auto plain = source;
    plain.recipe = {};
    plain.reader = "auto";
    auto const context = context_of(plain, fetcher, today.now, plan);
    auto rungs = survey(OpenPage{*first}, context);
    auto const& file = source.position.file;
    if (!rungs.empty()) {
        auto const& best = best_rung(rungs, context);
        bool const coming =
            std::ranges::any_of(best.reading.events, [&](auto const& event) { return is_coming(event, context.now); });
        if (coming && best.id != source.reader)
            return Cure{with_reader(text, file, best), fmt::format("  the page has its events as {} now\n", best.name),
                        best.reading.events};
    }
    auto const proposals = propose(*first, context);
    if (source.recipe.format != Format::none || proposals.empty())
        return std::nullopt;
    return Cure{with_recipe(text, file, proposals.front()),
                "  the page states no data any more; this recipe is a guess\n", proposals.front().trial.events};
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

}  // namespace

int repair_source(RepairOptions const& options, Shell& shell)
{
    auto const plan = load_plan(options.plan);
    auto const& source = find_source(plan, options.source);
    auto const capture = capture_of(source, options);
    ReplayFetcher replay{{capture}};
    auto const then = source.capture_now && options.capture.empty() ? read_now(*source.capture_now, source.timezone)
                                                                    : replay.captured().value_or(absl::UnixEpoch());
    auto const before = read_all(source, replay, then, plan, "");
    auto const fail = [&](std::string const& message) {
        bool const stopped = interrupt_flag();
        print(shell.err, fmt::format("{}: {}\n", source.id, stopped ? "interrupted; nothing was changed" : message));
        return stopped ? exit_interrupted : 1;
    };
    if (before.reading.events.empty())
        return fail(fmt::format("the capture {} gives no events with the file as it is, so there is nothing to compare "
                                "today's page with. Has the file changed since? Name another with --capture FILE",
                                capture));

    auto asked = options.fetching;
    asked.only = {source.id};
    auto fetching = make_fetching(asked, plan, shell);
    auto const today = read_all(source, *fetching.fetcher, fetching.now, plan, fetching.tokens[source.id].value);
    if (std::ranges::none_of(today.pages, &Page::ok))
        return fail(fmt::format("today's page could not be had, which no change of the file mends: {}",
                                today.pages.empty() ? "nothing was asked for" : today.pages.front().message));
    auto const text = read_input(source.position.file);
    auto const counts = fmt::format("{} events in the capture of {}, {} today", before.reading.events.size(),
                                    absl::FormatCivilTime(absl::CivilDay(before.now)), today.reading.events.size());
    std::optional<Cure> cure;
    std::string problem;
    if (source.recipe.format != Format::none) {
        auto const* old_page = list_page(before, source, plan);
        auto const* new_page = old_page == nullptr ? nullptr : same_page(today, *old_page);
        if (old_page == nullptr || new_page == nullptr)
            return fail("no page of its list is in the capture");
        auto mended = repair(*old_page, context_of(source, replay, before.now, plan), *new_page,
                             context_of(source, *fetching.fetcher, today.now, plan));
        if (!mended.is_broken) {
            print(shell.out, fmt::format("{}: nothing is broken: {}\n", source.id, counts));
            return 0;
        }
        problem = mended.problem;
        if (!mended.mended.empty())
            cure = cure_of(mended, text, source.position.file);
        else if (!mended.unsolved.empty())
            problem = fmt::format("no place was found for {}", joined(mended.unsolved));
    } else if (today.reading.events.size() * 2 >= before.reading.events.size()) {
        print(shell.out, fmt::format("{}: nothing is broken: {}\n", source.id, counts));
        return 0;
    }
    if (!cure)
        cure = another_way(today, source, *fetching.fetcher, plan, text);
    if (!cure)
        return fail(fmt::format("it is broken ({}), and nothing can be proposed{}{}. Look at the page, and start anew: "
                                "almanac probe {}",
                                counts, problem.empty() ? "" : ": ", problem, redact_url(source.url)));
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
