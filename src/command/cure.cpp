#include "command/cure.hpp"

#include "command/source_edit.hpp"
#include "config/error.hpp"
#include "read/leads.hpp"
#include "read/propose.hpp"
#include "read/rungs.hpp"
#include "text/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace almanac {
namespace {

std::string shown(Mended const& mended)
{
    auto const form = [](Finder const& finder) { return in_quotes(finder.text ? *finder.text : in_words(finder)); };
    auto const why = mended.name == "items"  ? std::string{}
                     : mended.name == "next" ? std::string{" (it leads to a page with further events)"}
                     : mended.known >= 2     ? fmt::format(" ({} of {} events that both pages hold say the same there)",
                                                           mended.equal, mended.known)
                     : mended.name == "skip_if" && mended.known == 1
                         ? std::string{" (an event that both pages hold is left out again)"}
                         : std::string{" (by its kind, as no event is on both pages: look at it)"};
    return fmt::format("  {}{}: {} -> {}{}\n", mended.page == PageKind::detail ? "detail." : "", mended.name,
                       form(mended.was), form(mended.is), why);
}

}  // namespace

std::string remaining_of(Changes const& changes)
{
    std::string text;
    if (!changes.unsolved.empty())
        text += fmt::format("  no place was found for: {}. They stay as they are\n", join(changes.unsolved, ", "));
    for (auto const& doubt : changes.doubts)
        text += fmt::format("  {}\n", doubt);
    return text;
}

Cure cure_of(Repair const& repair, Source const& source, std::string const& text)
{
    Cure cure;
    cure.text = with_repair(text, source.position.file, repair);
    for (auto const& mended : repair.changes.mended)
        cure.summary += shown(mended);
    cure.summary += remaining_of(repair.changes);
    return cure;
}

std::optional<Cure> another_way(SourceReading const& today, Source const& source, Fetcher& fetcher, Plan const& plan,
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
            return Cure{with_reader(text, file, best), fmt::format("  the page has its events as {} now\n", best.name)};
    }
    auto const proposals = propose(*first, context);
    if (source.recipe.format != Format::none || proposals.empty())
        return std::nullopt;
    return Cure{with_recipe(text, file, proposals.front()),
                "  the page states no data any more; this recipe is a guess\n"};
}

}  // namespace almanac
