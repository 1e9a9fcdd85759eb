#pragma once

#include <absl/time/clock.h>
#include <absl/time/time.h>

namespace almanac {

/// What time it is: the machine's clock, or a fixed one for a replay or a test.
class Clock {
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual absl::Time now() const = 0;
};

class SystemClock final : public Clock {
public:
    [[nodiscard]] absl::Time now() const override { return absl::Now(); }
};

class FixedClock final : public Clock {
public:
    explicit FixedClock(absl::Time now) : m_now(now) {}
    [[nodiscard]] absl::Time now() const override { return m_now; }

private:
    absl::Time m_now;
};

}  // namespace almanac
