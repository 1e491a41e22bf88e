/*
 * The floor of fan-out without batching: each message is framed once and written to every receiver
 * with one system call, and nothing else happens. It is no WebSocket server: it answers the load
 * generator's handshake, whose key never changes, and understands the frames that it sends.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { max_sockets = 65536, max_events = 256, input_size = 256 * 1024 };

enum state { closed, opening, publisher, receiver };

static enum state states[max_sockets];
static int receivers[max_sockets];
static int receiver_count;

/* Input of a socket that is not complete yet. Only publishers ever have much. */
static unsigned char *inputs[max_sockets];
static size_t input_lengths[max_sockets];

static const char accepted[] = "HTTP/1.1 101 Switching Protocols\r\n"
                               "Upgrade: websocket\r\n"
                               "Connection: Upgrade\r\n"
                               "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static void drop(int socket) {
  if (states[socket] == receiver) {
    for (int at = 0; at < receiver_count; at += 1) {
      if (receivers[at] != socket) continue;
      receivers[at] = receivers[--receiver_count];
      break;
    }
  }
  states[socket] = closed;
  free(inputs[socket]);
  inputs[socket] = NULL;
  input_lengths[socket] = 0;
  close(socket);
}

static void broadcast(const unsigned char *payload, size_t length) {
  static unsigned char frame[input_size + 4];
  size_t header = length < 126 ? 2 : 4;
  frame[0] = 0x81;
  if (length < 126) {
    frame[1] = (unsigned char)length;
  } else {
    frame[1] = 126;
    frame[2] = (unsigned char)(length >> 8);
    frame[3] = (unsigned char)(length & 0xff);
  }
  memcpy(frame + header, payload, length);
  for (int at = 0; at < receiver_count; at += 1) {
    ssize_t written = write(receivers[at], frame, header + length);
    /* Half a frame would garble all that follow; a closed loop never fills a socket. */
    if (written >= 0 && (size_t)written != header + length) fail("a receiver's socket is full");
  }
}

static void open_client(int socket, const char *head) {
  if (write(socket, accepted, sizeof accepted - 1) < 0) {
    drop(socket);
    return;
  }
  if (strncmp(head, "GET /publish ", 13) == 0) {
    states[socket] = publisher;
    return;
  }
  states[socket] = receiver;
  receivers[receiver_count++] = socket;
}

/* Publishes the whole frames at the start of the input; returns how many bytes they took. */
static size_t publish_frames(unsigned char *input, size_t length) {
  size_t at = 0;
  while (length - at >= 6) {
    unsigned char *frame = input + at;
    size_t payload = frame[1] & 0x7f;
    size_t header = payload == 126 ? 4 : 2;
    if (payload == 127) fail("a frame is longer than the load generator's");
    if (length - at < header + 4) break;
    if (header == 4) payload = (size_t)frame[2] << 8 | frame[3];
    if (length - at < header + 4 + payload) break;
    unsigned char *mask = frame + header;
    unsigned char *data = mask + 4;
    for (size_t i = 0; i < payload; i += 1) data[i] ^= mask[i % 4];
    broadcast(data, payload);
    at += header + 4 + payload;
  }
  return at;
}

static void take(int socket) {
  unsigned char *input = inputs[socket];
  if (input == NULL && (input = inputs[socket] = malloc(input_size)) == NULL) fail("malloc");
  size_t length = input_lengths[socket];
  ssize_t received = read(socket, input + length, input_size - 1 - length);
  if (received < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (received <= 0) {
    drop(socket);
    return;
  }
  length += (size_t)received;
  size_t used = 0;
  if (states[socket] == opening) {
    input[length] = '\0';
    const char *end = strstr((char *)input, "\r\n\r\n");
    if (end != NULL) {
      used = length;
      open_client(socket, (char *)input);
      if (states[socket] == closed) return;
    }
  } else if (states[socket] == publisher) {
    used = publish_frames(input, length);
  } else {
    used = length;
  }
  if (used == length && states[socket] != publisher) {
    free(input);
    inputs[socket] = NULL;
    input_lengths[socket] = 0;
    return;
  }
  memmove(input, input + used, length - used);
  input_lengths[socket] = length - used;
}

static void watch(int epoll, int socket) {
  struct epoll_event event = {.events = EPOLLIN, .data.fd = socket};
  if (epoll_ctl(epoll, EPOLL_CTL_ADD, socket, &event) < 0) fail("epoll_ctl");
}

static void accept_clients(int epoll, int listener) {
  int one = 1;
  for (;;) {
    int socket = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (socket < 0) return;
    if (socket >= max_sockets) fail("too many sockets");
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    states[socket] = opening;
    watch(epoll, socket);
  }
}

static int start_listening(void) {
  struct sockaddr_in address = {.sin_family = AF_INET};
  socklen_t length = sizeof address;
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (bind(listener, (struct sockaddr *)&address, length) < 0) fail("bind");
  if (listen(listener, 1024) < 0) fail("listen");
  if (getsockname(listener, (struct sockaddr *)&address, &length) < 0) fail("getsockname");
  printf("port %d\n", ntohs(address.sin_port));
  fflush(stdout);
  return listener;
}

int main(void) {
  int listener = start_listening();
  int epoll = epoll_create1(EPOLL_CLOEXEC);
  struct epoll_event events[max_events];

  watch(epoll, listener);
  watch(epoll, STDIN_FILENO); /* the runner keeps it open; when it is gone, so is this program */
  for (;;) {
    int count = epoll_wait(epoll, events, max_events, -1);
    for (int at = 0; at < count; at += 1) {
      int socket = events[at].data.fd;
      if (socket == STDIN_FILENO) return 0;
      if (socket == listener) accept_clients(epoll, listener);
      else if (states[socket] != closed) take(socket);
    }
  }
}
