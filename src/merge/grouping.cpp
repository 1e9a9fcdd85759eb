#include "merge/grouping.hpp"

#include "merge/identity.hpp"
#include "merge/listing.hpp"
#include "text/text.hpp"
#include "time/zone.hpp"

#include <absl/time/civil_time.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <numeric>
#include <optional>
#include <tuple>
#include <unordered_set>
#include <utility>

namespace almanac {
namespace {

/// With how many of those that share a key an event is compared. A library system has some dozens of story times at
/// the same hour; beyond that the listings are hostile.
constexpr std::size_t neighbours = 48;
/// Events in a group: as many sources as list one event.
constexpr std::size_t max_group = 32;
/// Letters of a word that two names must share, so that "moon" meets "moonlight".
constexpr std::size_t stem_letters = 4;
constexpr std::size_t text_keys = 2;

struct Found {
    std::size_t a = 0;
    std::size_t b = 0;
    Match match;
};

/// Its day, and that of Greenwich: a listing in another zone may have another day. Of several days the first two:
/// others may count the evening before.
std::vector<long> days_of(When const& when)
{
    constexpr absl::CivilDay epoch{1970, 1, 1};
    std::vector<long> days{absl::CivilDay{when.start} - epoch};
    if (when.all_day && when.end > when.start)
        days.push_back(days.front() + 1);
    if (auto const there = absl::CivilDay{to_wall(when.start, when.zone, "UTC")} - epoch;
        !when.all_day && there != days.front())
        days.push_back(there);
    return days;
}

/// What an event is looked up by.
std::vector<std::uint64_t> keys_of(Listing const& listing, long day)
{
    auto const key = [&](char what, std::string_view text) {
        return std::uint64_t{std::hash<std::string>{}(fmt::format("{}{} {}", what, day, text))};
    };
    std::vector<std::uint64_t> keys;
    if (!listing.event->uid.empty())
        keys.push_back(key('u', listing.event->uid));
    if (!listing.page.empty())
        keys.push_back(key('p', listing.page));
    if (!listing.place.words.empty())
        keys.push_back(
            key('v', fmt::format("{} {}", listing.event->when.start.hour(), join(listing.place.words, " "))));
    keys.push_back(key('n', listing.title.joined));
    for (auto const& word : listing.title.words)
        if (word.kind == WordKind::thing)
            keys.push_back(key('w', std::string_view{word.text}.substr(0, stem_letters)));
    for (std::size_t i = 0; i < std::min(text_keys, listing.text.size()); ++i)
        keys.push_back(key('t', std::to_string(listing.text[i])));
    return keys;
}

/// Indices of listings that share a key, each compared with the next `neighbours` of them. Those at the same time and
/// place stand together.
class Blocks {
public:
    explicit Blocks(std::vector<Listing> const& listings) : m_listings(listings)
    {
        std::unordered_set<std::string> identities;
        for (std::size_t i = 0; i < listings.size(); ++i) {
            // A source that gives one event many times over makes no work.
            if (!identities.insert(identity_of(*listings[i].event)).second)
                continue;
            for (auto const day : days_of(listings[i].event->when))
                for (auto const key : keys_of(listings[i], day))
                    m_entries.push_back({key, i});
        }
        std::ranges::sort(m_entries, [&](Entry const& x, Entry const& y) {
            auto const& a = *m_listings[x.listing].event;
            auto const& b = *m_listings[y.listing].event;
            return std::tie(x.key, a.when.start, m_listings[x.listing].place.words, x.listing) <
                   std::tie(y.key, b.when.start, m_listings[y.listing].place.words, y.listing);
        });
    }

    [[nodiscard]] std::vector<Found> matches(bool across) const
    {
        std::vector<Found> found;
        for (auto const& [a, b] : neighbouring(across))
            if (auto same = match(m_listings[a], m_listings[b]))
                found.push_back({a, b, *std::move(same)});
        std::ranges::sort(found, [](Found const& x, Found const& y) {
            return std::tuple{-x.match.strength, x.a, x.b} < std::tuple{-y.match.strength, y.a, y.b};
        });
        return found;
    }

private:
    struct Entry {
        std::uint64_t key;
        std::size_t listing;
    };

    /// What is compared: each pair once, however many keys it shares.
    [[nodiscard]] std::vector<std::pair<std::uint32_t, std::uint32_t>> neighbouring(bool across) const
    {
        std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
        for (std::size_t i = 0; i < m_entries.size(); ++i)
            for (std::size_t j = i + 1; j < m_entries.size() && j <= i + neighbours; ++j) {
                if (m_entries[j].key != m_entries[i].key)
                    break;
                auto const [a, b] = std::minmax(m_entries[i].listing, m_entries[j].listing);
                bool const one_source = m_listings[a].event->source == m_listings[b].event->source;
                if (a != b && one_source != across)
                    pairs.emplace_back(a, b);
            }
        std::ranges::sort(pairs);
        pairs.erase(std::ranges::unique(pairs).begin(), pairs.end());
        return pairs;
    }

    std::vector<Listing> const& m_listings;
    std::vector<Entry> m_entries;
};

class Groups {
public:
    Groups(std::vector<Listing> const& listings, bool across)
        : m_listings(listings), m_across(across), m_group_of(listings.size()), m_members(listings.size())
    {
        std::iota(m_group_of.begin(), m_group_of.end(), std::size_t{0});
        for (std::size_t i = 0; i < listings.size(); ++i)
            m_members[i] = {i};
    }

    [[nodiscard]] bool are_one(std::size_t a, std::size_t b) const { return m_group_of[a] == m_group_of[b]; }

    /// Whether every event of the one group may be the same as every event of the other.
    [[nodiscard]] bool may_join(std::size_t a, std::size_t b) const
    {
        auto const& left = m_members[m_group_of[a]];
        auto const& right = m_members[m_group_of[b]];
        if (left.size() + right.size() > max_group)
            return false;
        return std::ranges::all_of(left, [&](auto i) {
            return std::ranges::all_of(right, [&](auto j) {
                bool const one_source = m_listings[i].event->source == m_listings[j].event->source;
                return !(m_across && one_source) && may_be_one(m_listings[i], m_listings[j]);
            });
        });
    }

    void join(std::size_t a, std::size_t b)
    {
        auto const into = m_group_of[a];
        auto const from = m_group_of[b];
        for (auto const i : m_members[from]) {
            m_group_of[i] = into;
            m_members[into].push_back(i);
        }
        m_members[from].clear();
    }

private:
    std::vector<Listing> const& m_listings;
    bool m_across;
    std::vector<std::size_t> m_group_of;
    std::vector<std::vector<std::size_t>> m_members;
};

/// Matches of one strength, as far as no event has a choice between several groups of a source.
void join_all(std::span<Found const> found, std::vector<Listing> const& listings, Groups& groups,
              std::vector<Link>& links)
{
    std::vector<Found const*> open;
    std::map<std::pair<std::size_t, std::string_view>, int> choices;
    for (auto const& one : found) {
        if (groups.are_one(one.a, one.b) || !groups.may_join(one.a, one.b))
            continue;
        open.push_back(&one);
        ++choices[{one.a, listings[one.b].event->source}];
        ++choices[{one.b, listings[one.a].event->source}];
    }
    for (auto const* one : open) {
        if (choices[{one->a, listings[one->b].event->source}] > 1 ||
            choices[{one->b, listings[one->a].event->source}] > 1)
            continue;
        if (groups.are_one(one->a, one->b) || !groups.may_join(one->a, one->b))
            continue;
        groups.join(one->a, one->b);
        links.push_back({one->b, one->a, one->match.why});
    }
}

}  // namespace

std::vector<Link> find_links(std::span<Event const> events, bool across)
{
    auto const listings = read_listings(events);
    auto const found = Blocks{listings}.matches(across);
    Groups groups{listings, across};
    std::vector<Link> links;
    for (std::size_t begin = 0; begin < found.size();) {
        auto end = begin;
        while (end < found.size() && found[end].match.strength == found[begin].match.strength)
            ++end;
        join_all(std::span{found}.subspan(begin, end - begin), listings, groups, links);
        begin = end;
    }
    return links;
}

}  // namespace almanac
