#include "harvest/shard.hpp"

#include "config/error.hpp"
#include "harvest/shard_json.hpp"
#include "json/json.hpp"
#include "store/publish.hpp"
#include "text/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

namespace almanac {
namespace {

/// Of all shards of a run together.
constexpr std::size_t max_joined_bytes = std::size_t{1} << 30U;

std::optional<std::size_t> read_number(std::string_view text)
{
    std::size_t number = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size())
        return std::nullopt;
    return number;
}

/// Takes the shards of one run in, one after the other.
class Joiner {
public:
    Joiner(std::string_view run, std::vector<Source> const& sources) : m_run(run), m_sources(sources)
    {
        m_joined.harvest.results.resize(sources.size());
    }

    /// Throws JsonError when it cannot be a shard of this run.
    void add(std::string_view bytes)
    {
        m_bytes += bytes.size();
        if (m_bytes > max_joined_bytes)
            throw JsonError{fmt::format("the shards are larger than {} GB together", max_joined_bytes >> 30U)};
        auto shard = read_shard_json(bytes, m_sources);
        auto& harvest = m_joined.harvest;
        if (run_name(shard.now) != m_run)
            throw JsonError{fmt::format("it is of the run {}", run_name(shard.now))};
        if (m_joined.shards > 0 && (shard.now != harvest.now || shard.window_days != harvest.window_days))
            throw JsonError{"its time or its number of days is not that of the shards before it"};
        harvest.now = shard.now;
        harvest.window_days = shard.window_days;
        ++m_joined.shards;
        for (auto& note : shard.notes)
            // Shards that replay one damaged capture say all the same of it.
            if (std::ranges::find(harvest.notes, note) == harvest.notes.end())
                harvest.notes.push_back(std::move(note));
        for (auto& result : shard.results)
            take(std::move(result));
    }

    void refuse(std::string_view path, std::string_view why)
    {
        m_refused.push_back(fmt::format("{} is refused: {}", path, why));
    }

    Joined finish()
    {
        auto& harvest = m_joined.harvest;
        for (std::size_t i = 0; i < m_sources.size(); ++i) {
            auto& result = harvest.results[i];
            if (result.source != nullptr)
                continue;
            result.source = &m_sources[i];
            result.outcome = Outcome::not_reached;
            result.message = m_refused.empty() ? "no shard of this run holds it"
                                               : "no shard of this run holds it, but some were refused (see the log)";
            result.finished = harvest.now;
        }
        std::ranges::move(m_refused, std::back_inserter(harvest.notes));
        return std::move(m_joined);
    }

private:
    void take(SourceResult result)
    {
        auto const index = static_cast<std::size_t>(result.source - m_sources.data());
        auto& taken = m_joined.harvest.results[index];
        if (taken.source == nullptr || taken.finished < result.finished)
            taken = std::move(result);
    }

    std::string_view m_run;
    std::vector<Source> const& m_sources;
    Joined m_joined;
    std::vector<std::string> m_refused;
    std::size_t m_bytes = 0;
};

}  // namespace

Shard read_shard(std::string_view text, std::vector<Source> const& sources)
{
    auto const slash = text.find('/');
    if (slash == std::string_view::npos) {
        std::vector<std::string_view> ids;
        ids.reserve(sources.size());
        for (auto const& source : sources)
            ids.emplace_back(source.id);
        if (std::ranges::find(ids, text) == ids.end())
            throw ConfigError{fmt::format("--shard: there is no enabled source '{}'{}. Write 3/25, or the id of a "
                                          "source.",
                                          text, did_you_mean(text, ids))};
        return {.source = std::string{text}};
    }
    auto const number = read_number(text.substr(0, slash));
    auto const count = read_number(text.substr(slash + 1));
    if (!number || !count || *number < 1 || *number > *count || *count > max_shards)
        throw ConfigError{
            fmt::format("--shard: '{}' is no shard. Write 3/25 for the third of 25; at most {}.", text, max_shards)};
    return {.number = *number, .count = *count, .source = {}};
}

void keep_shard(Shard const& shard, std::vector<Source>& sources)
{
    std::size_t index = 0;
    std::erase_if(sources, [&](Source const& source) {
        auto const number = index++ % std::max<std::size_t>(shard.count, 1) + 1;
        return shard.source.empty() ? number != shard.number : source.id != shard.source;
    });
}

std::string shard_path(std::string_view run, Shard const& shard)
{
    if (!shard.source.empty())
        return fmt::format("shards/{}/source-{}.json", run, shard.source);
    return fmt::format("shards/{}/{}-of-{}.json", run, shard.number, shard.count);
}

Joined join_shards(Store& store, std::string_view run, std::vector<Source> const& sources)
{
    auto const paths = store.list(fmt::format("shards/{}/", run));
    if (paths.size() > max_shards)
        throw StoreError{fmt::format("shards/{}/ holds {} files, more than the {} shards that a run can have.", run,
                                     paths.size(), max_shards)};
    Joiner joiner{run, sources};
    for (auto const& path : paths) {
        try {
            if (auto const bytes = store.get(path))
                joiner.add(*bytes);
        } catch (JsonError const& error) {
            joiner.refuse(path, error.what());
        }
    }
    return joiner.finish();
}

}  // namespace almanac
