#include "command/lambda_log.hpp"

#include "json/json.hpp"
#include "text/charset.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <stdexcept>
#include <sys/types.h>
#include <utility>

namespace almanac {

struct LambdaLog::State {
    std::FILE* to = nullptr;
    std::string level{};
    std::string id{};
    std::FILE* stream = nullptr;
    std::string line{};
    std::string last{};

    static ssize_t take(void* self, char const* bytes, std::size_t size)
    {
        for (char const c : std::string_view{bytes, size})
            static_cast<State*>(self)->add(c);
        return static_cast<ssize_t>(size);
    }

    void add(char c)
    {
        if (c != '\n')
            line += c;
        else
            write();
    }

    void write()
    {
        if (line.empty())
            return;
        auto const text = boost::json::serialize(to_object()) + '\n';
        std::fwrite(text.data(), 1, text.size(), to);
        std::fflush(to);
        last = std::exchange(line, {}).substr(0, 2000);
    }

    [[nodiscard]] boost::json::object to_object() const
    {
        if (line.starts_with('{')) {
            try {
                auto object = read_json(line).as_object();
                object["requestId"] = id;
                return object;
            } catch (std::exception const&) {  // a text that only looks like an object
            }
        }
        return {{"level", level}, {"requestId", id}, {"message", to_utf8(line, "utf-8")}};
    }
};

LambdaLog::LambdaLog(std::FILE* to, std::string_view level, std::string id)
    : m_state(std::make_unique<State>(State{.to = to, .level = std::string{level}, .id = std::move(id)}))
{
    cookie_io_functions_t functions{};
    functions.write = &State::take;
    m_state->stream = fopencookie(m_state.get(), "w", functions);
    if (m_state->stream == nullptr)
        throw std::runtime_error{"no memory for the log"};
}

LambdaLog::~LambdaLog()
{
    std::fclose(m_state->stream);
    m_state->write();
}

std::FILE* LambdaLog::stream()
{
    return m_state->stream;
}

std::string const& LambdaLog::last_line() const
{
    std::fflush(m_state->stream);
    return m_state->last;
}

}  // namespace almanac
