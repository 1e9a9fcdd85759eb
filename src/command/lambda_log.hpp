#pragma once

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

namespace almanac {

/// A stream that writes each line as one JSON object to another stream: {"level": ..., "requestId": ..., "message":
/// ...}. A line that is an object already only gets the id. CloudWatch reads such lines (LoggingConfig.LogFormat).
class LambdaLog {
public:
    LambdaLog(std::FILE* to, std::string_view level, std::string id);
    ~LambdaLog();
    LambdaLog(LambdaLog const&) = delete;
    LambdaLog& operator=(LambdaLog const&) = delete;

    /// For a command to print to.
    [[nodiscard]] std::FILE* stream();

    /// The last line that was written, at most 2,000 bytes of it.
    [[nodiscard]] std::string const& last_line() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

}  // namespace almanac
