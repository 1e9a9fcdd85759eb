#include "support/loopback_server.hpp"

#include "fetch/http_message.hpp"
#include "support/certificate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <arpa/inet.h>
#include <charconv>
#include <condition_variable>
#include <csignal>
#include <map>
#include <mutex>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <optional>
#include <pthread.h>
#include <set>
#include <stdexcept>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <utility>

namespace almanac::test {
namespace {

struct FreeSsl {
    void operator()(SSL* ssl) const { SSL_free(ssl); }
};

/// One connection, plain or TLS.
class Connection {
public:
    Connection(int socket, SSL_CTX* context) : m_socket(socket)
    {
        if (context == nullptr)
            return;
        m_ssl.reset(SSL_new(context));
        SSL_set_fd(m_ssl.get(), socket);
        m_open = SSL_accept(m_ssl.get()) == 1;
    }
    ~Connection()
    {
        if (m_ssl && m_open)
            SSL_shutdown(m_ssl.get());
    }
    Connection(Connection const&) = delete;
    Connection& operator=(Connection const&) = delete;

    bool send(std::string_view bytes)
    {
        while (m_open && !bytes.empty()) {
            auto const sent = m_ssl ? SSL_write(m_ssl.get(), bytes.data(), static_cast<int>(bytes.size()))
                                    : ::send(m_socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            m_open = sent > 0;
            if (m_open)
                bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
        return m_open;
    }

    /// A request, or nothing when the other side has closed.
    std::optional<Asked> receive()
    {
        auto head = read_http_head(m_buffer);
        while (!head) {
            if (!fill())
                return std::nullopt;
            head = read_http_head(m_buffer);
        }
        auto const length_text = header(head->headers, "Content-Length");
        std::size_t length = 0;
        std::from_chars(length_text.data(), length_text.data() + length_text.size(), length);
        while (m_buffer.size() < head->size + length) {
            if (!fill())
                return std::nullopt;
        }
        auto asked = Asked{};
        auto const& line = head->first_line;
        auto const space = line.find(' ');
        asked.method = line.substr(0, space);
        asked.target = line.substr(space + 1, line.rfind(' ') - space - 1);
        asked.path = asked.target.substr(0, asked.target.find('?'));
        asked.headers = std::move(head->headers);
        asked.body = m_buffer.substr(head->size, length);
        asked.at = std::chrono::steady_clock::now();
        m_buffer.erase(0, head->size + length);
        return asked;
    }

private:
    bool fill()
    {
        char bytes[16 << 10];
        auto const got = m_ssl ? SSL_read(m_ssl.get(), bytes, sizeof bytes) : recv(m_socket, bytes, sizeof bytes, 0);
        m_open = m_open && got > 0;
        if (m_open)
            m_buffer.append(bytes, static_cast<std::size_t>(got));
        return m_open;
    }

    int m_socket;
    bool m_open = true;
    std::unique_ptr<SSL, FreeSsl> m_ssl;
    std::string m_buffer;
};

using Sleep = std::function<void(std::chrono::milliseconds)>;

/// False when the connection is to be closed.
bool answer(Connection& connection, Asked const& asked, Reply const& reply, Sleep const& sleep)
{
    sleep(reply.delay);
    if (!reply.raw.empty()) {
        connection.send(reply.raw);
        return false;
    }
    auto head = fmt::format("HTTP/1.1 {} {}\r\n", reply.status, reason_phrase(reply.status));
    for (auto const& [name, value] : reply.headers)
        head += fmt::format("{}: {}\r\n", name, value);
    if (reply.next)
        head += "Transfer-Encoding: chunked\r\n";
    else if (reply.status != 304 && header(reply.headers, "Content-Length").empty())
        head += fmt::format("Content-Length: {}\r\n", reply.body.size());
    head += "\r\n";
    if (!connection.send(head))
        return false;
    if (asked.method == "HEAD" || reply.status == 304)
        return true;
    if (reply.next) {
        for (auto piece = reply.next(); !piece.empty(); piece = reply.next()) {
            if (!connection.send(fmt::format("{:x}\r\n", piece.size())) || !connection.send(piece) ||
                !connection.send("\r\n"))
                return false;
        }
        return connection.send("0\r\n\r\n");
    }
    auto body = std::string_view{reply.body}.substr(0, reply.cut_after);
    while (!body.empty()) {
        auto const piece = body.substr(0, reply.piece);
        if (!connection.send(piece))
            return false;
        body.remove_prefix(piece.size());
        sleep(reply.pause);
    }
    return reply.cut_after >= reply.body.size();
}

}  // namespace

struct LoopbackServer::State {
    int listener = -1;
    std::uint16_t port = 0;
    std::string certificate;
    ServerContext tls;

    mutable std::mutex mutex;  ///< of all below
    std::map<std::string, Handler, std::less<>> handlers;
    std::vector<Asked> asked;
    std::set<int> sockets;  ///< open ones
    std::vector<std::jthread> threads;
    int connections = 0;
    int at_once = 0;
    int most_at_once = 0;
    bool stopping = false;
    std::condition_variable stopped;
    std::jthread acceptor;

    void listen_on(std::uint16_t wanted)
    {
        listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        int const yes = 1;
        setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
        auto address = sockaddr_in{};
        address.sin_family = AF_INET;
        address.sin_port = htons(wanted);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        auto size = socklen_t{sizeof address};
        auto* general = reinterpret_cast<sockaddr*>(&address);
        if (bind(listener, general, size) != 0 || listen(listener, SOMAXCONN) != 0 ||
            getsockname(listener, general, &size) != 0)
            throw std::runtime_error{"no loopback server: the port cannot be had"};
        port = ntohs(address.sin_port);
    }

    void accept_all()
    {
        while (true) {
            int const socket = accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
            auto const lock = std::lock_guard{mutex};
            if (stopping || socket < 0) {
                if (socket >= 0)
                    close(socket);
                return;
            }
            ++connections;
            sockets.insert(socket);
            threads.emplace_back([this, socket] { serve(socket); });
        }
    }

    void serve(int socket)
    {
        auto pipe = sigset_t{};  // OpenSSL writes to connections that the client has closed
        sigemptyset(&pipe);
        sigaddset(&pipe, SIGPIPE);
        pthread_sigmask(SIG_BLOCK, &pipe, nullptr);
        int const yes = 1;  // head and body go out on their own, without waiting for each other's receipt
        setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        auto const sleep = [this](std::chrono::milliseconds duration) {
            auto lock = std::unique_lock{mutex};
            stopped.wait_for(lock, duration, [this] { return stopping; });
        };
        {
            auto connection = Connection{socket, tls.get()};
            while (auto const request = connection.receive()) {
                auto const handler = note(*request);
                bool const go_on = answer(connection, *request, handler(*request), sleep);
                {
                    auto const lock = std::lock_guard{mutex};
                    --at_once;
                }
                if (!go_on)
                    break;
            }
        }
        auto const lock = std::lock_guard{mutex};
        sockets.erase(socket);
        close(socket);
    }

    Handler note(Asked const& request)
    {
        auto const lock = std::lock_guard{mutex};
        asked.push_back(request);
        most_at_once = std::max(most_at_once, ++at_once);
        auto at = handlers.find(request.path);
        if (at == handlers.end())
            at = handlers.find("*");
        if (at != handlers.end())
            return at->second;
        return [](Asked const&) { return Reply{.status = 404, .body = "not here"}; };
    }
};

Reply redirect_to(std::string location, int status)
{
    return {.status = status, .headers = {{"Location", std::move(location)}}};
}

Reply page(std::string body, std::string type)
{
    return {.headers = {{"Content-Type", std::move(type)}}, .body = std::move(body)};
}

LoopbackServer::LoopbackServer(Protocol protocol, std::uint16_t port) : m_state(std::make_unique<State>())
{
    if (protocol == Protocol::https)
        m_state->tls = make_server_context(m_state->certificate);
    m_state->listen_on(port);
    m_state->acceptor = std::jthread{[state = m_state.get()] { state->accept_all(); }};
}

LoopbackServer::~LoopbackServer()
{
    auto threads = std::vector<std::jthread>{};
    {
        auto const lock = std::lock_guard{m_state->mutex};
        m_state->stopping = true;
        m_state->stopped.notify_all();
        shutdown(m_state->listener, SHUT_RDWR);
        for (int const socket : m_state->sockets)
            shutdown(socket, SHUT_RDWR);
    }
    m_state->acceptor.join();
    {
        auto const lock = std::lock_guard{m_state->mutex};
        threads.swap(m_state->threads);
    }
    threads.clear();
    close(m_state->listener);
}

void LoopbackServer::on(std::string path, Handler handler)
{
    auto const lock = std::lock_guard{m_state->mutex};
    m_state->handlers[std::move(path)] = std::move(handler);
}

void LoopbackServer::on(std::string path, Reply reply)
{
    on(std::move(path), [reply = std::move(reply)](Asked const&) { return reply; });
}

void LoopbackServer::on(std::string path, std::vector<Reply> replies)
{
    on(path, [this, path, replies = std::move(replies)](Asked const&) {
        return replies.at(std::min(hits(path), replies.size()) - 1);  // this request is noted already
    });
}

std::string LoopbackServer::url(std::string_view path) const
{
    return fmt::format("{}://127.0.0.1:{}{}", m_state->tls ? "https" : "http", m_state->port, path);
}

std::string const& LoopbackServer::certificate() const
{
    return m_state->certificate;
}

std::vector<Asked> LoopbackServer::asked(std::string_view path) const
{
    auto const lock = std::lock_guard{m_state->mutex};
    auto found = m_state->asked;
    std::erase_if(found, [&](Asked const& a) { return !path.empty() && a.path != path; });
    return found;
}

int LoopbackServer::connections() const
{
    auto const lock = std::lock_guard{m_state->mutex};
    return m_state->connections;
}

int LoopbackServer::most_at_once() const
{
    auto const lock = std::lock_guard{m_state->mutex};
    return m_state->most_at_once;
}

}  // namespace almanac::test
