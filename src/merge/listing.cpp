#include "merge/listing.hpp"

#include "merge/identity.hpp"
#include "merge/title_words.hpp"
#include "text/text.hpp"

#include <algorithm>
#include <functional>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace almanac {
namespace {

constexpr std::size_t words_in_run = 4;
constexpr std::size_t max_text = 2000;

std::vector<std::uint64_t> runs_of_words(std::string_view text)
{
    auto const folded = fold(text.substr(0, max_text));
    auto const words = split(folded, ' ');
    std::vector<std::uint64_t> runs;
    for (std::size_t i = 0; i + words_in_run <= words.size(); ++i) {
        auto const* end = words[i + words_in_run - 1].data() + words[i + words_in_run - 1].size();
        runs.push_back(
            std::hash<std::string_view>{}({words[i].data(), static_cast<std::size_t>(end - words[i].data())}));
    }
    std::ranges::sort(runs);
    runs.erase(std::ranges::unique(runs).begin(), runs.end());
    return runs;
}

std::vector<std::string> words_told(std::string_view text)
{
    constexpr std::size_t most = 600;  // bytes
    auto const folded = fold(text.substr(0, most));
    std::vector<std::string> told;
    for (auto const part : split(folded, ' '))
        if (auto word = know_word(part))
            told.push_back(std::move(word->text));
    std::ranges::sort(told);
    told.erase(std::ranges::unique(told).begin(), told.end());
    return told;
}

/// A front page has many events.
std::string page_key(std::string_view url)
{
    auto key = canonical_url(url);
    return key.find('/') == std::string::npos && key.find('?') == std::string::npos ? std::string{} : key;
}

/// "/e/genealogy-intro" names "Intro to Genealogy"; "?id=99120" is one of many. "/events" is neither.
bool is_own_page(std::string_view page, Title const& title)
{
    auto const path = page.substr(std::min(page.find_first_of("/?"), page.size()));
    std::size_t digits = 0;
    for (char const c : path) {
        digits = c >= '0' && c <= '9' ? digits + 1 : 0;
        if (digits == 3)
            return true;
    }
    auto const words = title_words(path);
    return std::ranges::any_of(title.words, [&](auto const& word) {
        return word.kind == WordKind::thing && std::ranges::binary_search(words, word.text);
    });
}

/// Pages that one source gives to events of different names: a calendar, or the only page there is.
std::unordered_set<std::string> pages_of_many(std::span<Listing const> listings)
{
    std::unordered_map<std::string, Title const*> first;
    std::unordered_set<std::string> pages;
    for (auto const& listing : listings) {
        if (listing.page.empty())
            continue;
        auto const [it, is_new] = first.try_emplace(listing.event->source + ' ' + listing.page, &listing.title);
        if (!is_new && compare_titles(*it->second, listing.title, {}) < TitleLikeness::similar)
            pages.insert(listing.page);
    }
    return pages;
}

}  // namespace

std::vector<Listing> read_listings(std::span<Event const> events)
{
    std::vector<Listing> listings;
    listings.reserve(events.size());
    for (auto const& event : events) {
        Listing listing{.event = &event,
                        .title = read_title(event.name),
                        .place = read_place(event.place),
                        .place_words = title_words(event.place.name),
                        .page = page_key(event.url),
                        .own_page = false,
                        .text = runs_of_words(event.excerpt),
                        .told = words_told(event.excerpt)};
        listing.own_page = is_own_page(listing.page, listing.title);
        listings.push_back(std::move(listing));
    }
    auto const shared = pages_of_many(listings);
    for (auto& listing : listings)
        if (shared.contains(listing.page))
            listing.page.clear();
    return listings;
}

}  // namespace almanac
