#pragma once

#include "json/json.hpp"
#include "lambda/runtime_api.hpp"
#include "support/loopback_server.hpp"
#include "support/program.hpp"
#include "support/temporary_folder.hpp"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <string_view>

namespace almanac::test {

inline boost::json::object object_of(std::string const& text)
{
    return read_json(text).as_object();
}

inline Reply walk(std::string_view name)
{
    return page(fmt::format(R"(<!DOCTYPE html><title>Walks</title><script type="application/ld+json">
            {{"@context": "https://schema.org", "@type": "Event", "name": "{}",
             "startDate": "2031-04-05T10:00", "endDate": "2031-04-05T11:00"}}</script>)",
                            name));
}

/// A function with two sources, `owls` and `walks`, which publishes to a folder.
class Lambda : public testing::Test {
protected:
    void SetUp() override
    {
        m_pages.on("/walks", walk("Moss Walk"));
        configure({});
        for (auto const* const id : {"owls", "walks"})
            write_source(id, "/walks");
    }

    void configure(std::string const& more) const
    {
        write_whole_file(m_task.path() / "almanac.toml", "[fetch]\nrequests_per_second = 100\ntries = 1\n" + more);
    }

    /// What Lambda sets.
    [[nodiscard]] std::map<std::string, std::string> variables(std::string const& address) const
    {
        return {{"AWS_LAMBDA_RUNTIME_API", address},
                {"LAMBDA_TASK_ROOT", m_task.path().string()},
                {"ALMANAC_OUTPUT", m_out.path().string()}};
    }

    Ended run(RuntimeApi const& api, std::map<std::string, std::string> further = {})
    {
        further.merge(variables(api.address()));
        return run_almanac_program({"lambda"}, m_task.path(), further);
    }

    void write_source(std::string const& id, std::string_view path)
    {
        write_whole_file(m_task.path() / "sources" / (id + ".toml"),
                         fmt::format("name = \"{}\"\nurl = \"{}\"\nallow_private = true\n", id, m_pages.url(path)));
    }

    LoopbackServer m_pages;
    TemporaryFolder m_task;
    TemporaryFolder m_out;
};

}  // namespace almanac::test
