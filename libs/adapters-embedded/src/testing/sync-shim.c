/*
 * LD_PRELOAD: writes down every write to a WAL and every sync in the file SHIM_LOG, in the order in which they end, and
 * lets syncs of a WAL fail with EIO while the file SHIM_FAIL exists. Node's SQLite calls fsync; others call fdatasync.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *name_of(int fd) {
  static __thread char path[4096];
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t n = readlink(link, path, sizeof path - 1);
  if (n < 0) return "?";
  path[n] = 0;
  const char *slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

static void note(const char *what, const char *name) {
  char line[512];
  int n = snprintf(line, sizeof line, "%s %s\n", what, name);
  int fd = open(getenv("SHIM_LOG"), O_WRONLY | O_APPEND | O_CREAT, 0600);
  if (fd < 0 || write(fd, line, n) != n) abort();
  close(fd);
}

static int is_wal(const char *name) { return strcmp(name, "events.db-wal") == 0; }

static int sync_as(const char *call, int fd) {
  int (*real)(int) = dlsym(RTLD_NEXT, call);
  const char *name = name_of(fd);
  if (is_wal(name) && access(getenv("SHIM_FAIL"), F_OK) == 0) {
    note("failed", name);
    errno = EIO;
    return -1;
  }
  int result = real(fd);
  if (result == 0) note("synced", name_of(fd));
  return result;
}

int fsync(int fd) { return sync_as("fsync", fd); }
int fdatasync(int fd) { return sync_as("fdatasync", fd); }

ssize_t pwrite64(int fd, const void *buffer, size_t size, off64_t at) {
  ssize_t (*real)(int, const void *, size_t, off64_t) = dlsym(RTLD_NEXT, "pwrite64");
  const char *name = name_of(fd);
  if (is_wal(name)) note("wrote", name);
  return real(fd, buffer, size, at);
}
