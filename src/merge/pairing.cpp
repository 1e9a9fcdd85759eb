#include "merge/pairing.hpp"

#include "merge/identity.hpp"
#include "refine/window.hpp"
#include "text/text.hpp"

#include <fmt/format.h>

#include <functional>
#include <string>
#include <unordered_map>
#include <unordered_set>

namespace almanac {
namespace {

/// What an event is known by in one round; empty: it takes no part.
using KeyOf = std::function<std::string(Event const&)>;

struct Holders {
    std::vector<std::size_t> known;
    std::vector<std::size_t> now;
};

std::string joined(std::string_view a, std::string_view b)
{
    return a.empty() ? std::string{} : fmt::format("{}\x1f{}", a, b);
}

class Pairing {
public:
    Pairing(std::span<KnownEvent const> known, std::span<Event const> now)
        : m_known(known), m_now(now), m_pairs(now.size()), m_taken(known.size())
    {
    }

    /// Pairs what alone has a key on both sides. Events already paired do not count, unless `among_all`.
    void pair_by(KeyOf const& key_of, std::vector<bool> const& left_out, bool among_all = false)
    {
        std::unordered_map<std::string, Holders> holders;
        for (std::size_t i = 0; i < m_known.size(); ++i)
            if (!left_out[i] && (among_all || !m_taken[i]))
                holders[key_of(m_known[i].event)].known.push_back(i);
        for (std::size_t i = 0; i < m_now.size(); ++i)
            if (among_all || !m_pairs[i])
                holders[key_of(m_now[i])].now.push_back(i);
        for (auto const& [key, held] : holders) {
            if (key.empty() || held.known.size() != 1 || held.now.size() != 1)
                continue;
            auto const old = held.known.front();
            auto const today = held.now.front();
            if (m_taken[old] || m_pairs[today])
                continue;
            m_pairs[today] = old;
            m_taken[old] = true;
        }
    }

    [[nodiscard]] std::vector<std::optional<std::size_t>> take() { return std::move(m_pairs); }

private:
    std::span<KnownEvent const> m_known;
    std::span<Event const> m_now;
    std::vector<std::optional<std::size_t>> m_pairs;
    std::vector<bool> m_taken;
};

}  // namespace

std::vector<std::optional<std::size_t>> pair_events(std::span<KnownEvent const> known, std::span<Event const> now,
                                                    absl::Time clock)
{
    std::vector<Event> before;
    std::vector<bool> over;
    for (auto const& one : known) {
        before.push_back(one.event);
        over.push_back(is_over(one.event.when, clock));
    }
    auto shared = shared_series_keys(before);
    shared.merge(shared_series_keys(now));
    auto const series_of = [&](Event const& event) {
        auto key = series_key(event);
        return shared.contains(key) ? std::string{} : key;
    };
    auto const start_of = [](Event const& event) { return absl::FormatCivilTime(event.when.start); };
    std::vector<bool> const nobody(known.size());

    Pairing pairing{known, now};
    pairing.pair_by(identity_of, nobody);
    pairing.pair_by([&](Event const& e) { return joined(series_of(e), joined(start_of(e), fold(e.name))); }, nobody);
    pairing.pair_by([&](Event const& e) { return joined(start_of(e), fold(e.name)); }, nobody);
    pairing.pair_by([&](Event const& e) { return joined(series_of(e), start_of(e)); }, nobody);
    pairing.pair_by([&](Event const& e) { return joined(series_of(e), fold(e.name)); }, over, true);
    return pairing.take();
}

}  // namespace almanac
