#include "refine/refine.hpp"

#include "event/names.hpp"
#include "fetch/url.hpp"
#include "html/sanitize.hpp"
#include "refine/description.hpp"
#include "refine/name.hpp"
#include "refine/reasons.hpp"
#include "refine/skip_rules.hpp"
#include "refine/times.hpp"
#include "refine/venue.hpp"
#include "text/text.hpp"
#include "time/zone.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace almanac {
namespace {

constexpr std::size_t max_name = 500;
constexpr std::size_t max_category = 200;
constexpr std::size_t max_categories = 50;
constexpr std::size_t max_url = 4000;
constexpr std::size_t max_excerpt = 300;
constexpr std::size_t max_detail_name = 120;

/// What the occurrences of all series of a source may come to; the first of each is always kept.
constexpr std::size_t max_copies = 20'000;
constexpr std::size_t max_copied_bytes = 128U << 20U;

std::string const& zone_of(Source const& source, Config const& config)
{
    return source.timezone.empty() ? config.timezone : source.timezone;
}

class Refiner {
public:
    Refiner(Source const& source, Config const& config, RefineOptions const& options)
        : m_source(source), m_config(config), m_options(options), m_venues(source, config), m_skip(source.skip)
    {
        for (auto const& [theirs, ours] : source.category_map)
            m_category_map.try_emplace(name_key(theirs), ours);
        for (auto const& [theirs, ours] : config.organizer_aliases)
            m_organizers.try_emplace(name_key(theirs), ours);
    }

    Reading run(Reading raw)
    {
        m_result.pages = raw.pages;
        m_result.failed_pages = raw.failed_pages;
        m_result.drops = std::move(raw.drops);
        m_result.notes = std::move(raw.notes);
        for (auto& event : raw.events)
            take(std::move(event));
        return std::move(m_result);
    }

private:
    void take(Event event)
    {
        event.source = m_source.id;
        refine_urls(event);
        auto const stated_bytes = event.name.size();
        auto const stated_name = clean_line(event.name, max_name);
        event.name = stated_name;
        if (event.name.empty() && !m_options.no_expand)
            return drop(event, reason::no_name, "the calendar gives it none");
        if (stated_bytes > max_name && event.name.ends_with("…"))
            note(event, fmt::format("a name of {} bytes was cut", stated_bytes));
        take_status_words(event);
        if (auto const refusal = mend_time(event, zone_of(m_source, m_config)))
            return drop(event, refusal->reason, refusal->detail);

        auto times = times_of(event, m_source.split_days, zone_of(m_source, m_config), m_options);
        for (auto const& problem : times.problems)
            note(event, problem);
        if (times.refusal)
            drop(event, times.refusal->reason, times.refusal->detail);
        if (times.times.empty())
            return;

        m_venues.apply(event.place);
        refine_categories(event);
        refine_organizer(event);
        refine_description(event);
        if (auto const why = m_skip.reason_to_skip(event, stated_name))
            return drop(event, *why, event.name);
        if (m_config.state_tags)
            event.description = tag_description(event.description, state_tag(event.place, m_source.state));
        if (!m_options.no_expand)
            event.recurrence.reset();
        add(std::move(event), times.times);
    }

    void add(Event event, std::vector<When> const& times)
    {
        auto const bytes = event.name.size() + event.description.size() + event.excerpt.size() + 1000;
        for (std::size_t i = 0; i < times.size(); ++i) {
            m_copies += i > 0 ? 1 : 0;
            m_copied_bytes += i > 0 ? bytes : 0;
            if (m_copies > max_copies || m_copied_bytes > max_copied_bytes)
                return drop(event, reason::too_many,
                            fmt::format("only the first {} are kept, as the source has too many in all", i));
            event.when = times[i];
            m_result.events.push_back(event);
        }
    }

    void refine_urls(Event& event) const
    {
        auto const base = event.page.empty() ? m_source.url : event.page;
        for (auto* url : {&event.url, &event.image, &event.place.url}) {
            if (url->empty())
                continue;
            *url = url->size() > max_url ? std::string{} : resolve_url(base, trim(*url));
        }
        if (event.url.empty())
            event.url = m_source.homepage.empty() ? event.page : m_source.homepage;
    }

    void refine_categories(Event& event)
    {
        auto raw = std::exchange(event.categories, {});
        raw.insert(raw.end(), m_source.categories.begin(), m_source.categories.end());
        event.categories = clean_list(event, raw, m_category_map);
        event.tags = clean_list(event, std::exchange(event.tags, {}), {});
    }

    /// Each once, in the order stated; the map gives ours for theirs, and nothing for what is not wanted.
    std::vector<std::string> clean_list(Event const& event, std::vector<std::string> const& raw,
                                        std::unordered_map<std::string, std::string> const& map)
    {
        std::vector<std::string> names;
        std::unordered_set<std::string> seen;
        for (auto const& text : raw) {
            auto name = clean_line(text, max_category);
            if (auto const it = map.find(name_key(name)); it != map.end())
                name = it->second;
            if (name.empty() || !seen.insert(name_key(name)).second)
                continue;
            if (names.size() == max_categories) {
                note(event, fmt::format("only {} of its {} categories or tags were kept", max_categories, raw.size()));
                break;
            }
            names.push_back(std::move(name));
        }
        return names;
    }

    void refine_organizer(Event& event) const
    {
        auto const own = m_organizers.find(name_key(clean_line(event.organizer, max_name)));
        auto const ours = m_organizers.find(name_key(m_source.name));
        if (own != m_organizers.end())
            event.organizer = own->second;
        else
            event.organizer = ours == m_organizers.end() ? m_source.name : ours->second;
    }

    static void refine_description(Event& event)
    {
        auto const& base = event.page.empty() ? event.url : event.page;
        event.description = clean_description(event.description, base);
        auto const text = event.excerpt.empty() ? html_to_text(event.description) : event.excerpt;
        event.excerpt = clean_line(text, max_excerpt);
    }

    void drop(Event const& event, std::string_view reason, std::string detail)
    {
        m_result.drops.push_back({m_source.id, std::string{reason}, std::move(detail),
                                  cut_at_word(event.name, max_detail_name), shown_url(event)});
    }

    void note(Event const& event, std::string_view message)
    {
        m_result.notes.push_back({Level::warning, m_source.id, shown_url(event),
                                  fmt::format("'{}': {}", cut_at_word(event.name, max_detail_name), message)});
    }

    static std::string shown_url(Event const& event) { return redact_url(event.url.empty() ? event.page : event.url); }

    Source const& m_source;
    Config const& m_config;
    RefineOptions const& m_options;
    VenueRules m_venues;
    SkipRules m_skip;
    std::unordered_map<std::string, std::string> m_category_map;  ///< by name_key
    std::unordered_map<std::string, std::string> m_organizers;    ///< by name_key
    Reading m_result;
    std::size_t m_copies = 0;
    std::size_t m_copied_bytes = 0;
};

}  // namespace

RefineOptions refine_options(Config const& config, Source const& source, absl::Time now, int window_days)
{
    auto const zone = find_zone(zone_of(source, config)).value_or(absl::UTCTimeZone());
    auto const today = absl::ToCivilDay(now, zone);
    RefineOptions options;
    options.now = now;
    options.past = config.window.past;
    options.from = options.past ? today - window_days : today;
    options.to = today + window_days;
    return options;
}

Reading refine(Reading raw, Source const& source, Config const& config, RefineOptions const& options)
{
    return Refiner{source, config, options}.run(std::move(raw));
}

}  // namespace almanac
