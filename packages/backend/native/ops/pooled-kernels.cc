// Pooling that writes down its winners, and the gradients of the convolution before it, which are sums over the winners alone
// (pooled-kernels.h says why): written once over vectors of FLOWERS_LANES floats and compiled once for each kind of
// processor: -DFLOWERS_KERNELS=kAvx2Kernels -DFLOWERS_LANES=8 -mavx2 -mfma, and so on.
#include "pooled-kernels.h"
#include <cstdlib>
#include <cstring>

namespace flowers {
namespace {

constexpr int kLanes = FLOWERS_LANES;
typedef float Floats __attribute__((vector_size(kLanes * 4)));
typedef float LooseFloats __attribute__((vector_size(kLanes * 4), aligned(4), may_alias));
typedef std::int32_t Ints __attribute__((vector_size(kLanes * 4)));
typedef std::uint8_t Bytes __attribute__((vector_size(kLanes)));
typedef std::uint8_t LooseBytes __attribute__((vector_size(kLanes), aligned(1), may_alias));

inline Floats load(const float* from) { return *reinterpret_cast<const LooseFloats*>(from); }
inline void store(float* to, Floats value) { *reinterpret_cast<LooseFloats*>(to) = value; }

// Memory that begins as zeros. No template of the standard library is used here: the linker keeps one copy of those, and it
// could be the one for a processor that is not there.
template <typename T>
class Buffer {
 public:
  explicit Buffer(std::size_t size) : memory_(static_cast<T*>(std::calloc(size ? size : 1, sizeof(T)))) {
    if (memory_ == nullptr) std::abort();  // as TensorFlow does when memory ends
  }
  ~Buffer() { std::free(memory_); }
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;
  T& operator[](std::size_t i) { return memory_[i]; }
  const T& operator[](std::size_t i) const { return memory_[i]; }
  T* data() { return memory_; }
  const T* data() const { return memory_; }

 private:
  T* const memory_;
};

// ---- relu and pooling ----

struct PoolJob {
  const float* x;
  int height, width, channels;
  float* pooled;
  std::uint8_t* winners;
};

void pool_row(void* context, int row) {
  const PoolJob& job = *static_cast<PoolJob*>(context);
  const int rows = job.height / 2, columns = job.width / 2, channels = job.channels;
  const int image = row / rows, ph = row % rows;
  const std::size_t line = static_cast<std::size_t>(job.width) * channels;
  const float* top = job.x + (static_cast<std::size_t>(image) * job.height + 2 * ph) * line;
  float* out = job.pooled + static_cast<std::size_t>(row) * columns * channels;
  std::uint8_t* winner = job.winners + static_cast<std::size_t>(row) * columns * channels;
  for (int pw = 0; pw < columns; pw++, out += channels, winner += channels) {
    const float* at[4] = {top + 2 * pw * channels, top + (2 * pw + 1) * channels,
                          top + line + 2 * pw * channels, top + line + (2 * pw + 1) * channels};
    int c = 0;
    for (; c + kLanes <= channels; c += kLanes) {
      Floats best = load(at[0] + c);
      Ints who = {};
      for (int k = 1; k < 4; k++) {
        const Floats value = load(at[k] + c);
        const Ints wins = (value > best) | ((value != value) & (best == best));
        best = wins ? value : best;
        who = wins ? Ints{} + k : who;
      }
      const Ints open = best > 0.0f;
      store(out + c, (best <= 0.0f) ? Floats{} : best);
      who = open ? who : Ints{} + static_cast<std::int32_t>(kShut);
      *reinterpret_cast<LooseBytes*>(winner + c) = __builtin_convertvector(who, Bytes);
    }
    for (; c < channels; c++) {
      float best = at[0][c];
      int who = 0;
      for (int k = 1; k < 4; k++) {
        const float value = at[k][c];
        if (value > best || (value != value && best == best)) best = value, who = k;
      }
      out[c] = best <= 0.0f ? 0.0f : best;
      winner[c] = best > 0.0f ? static_cast<std::uint8_t>(who) : kShut;
    }
  }
}

void relu_max_pool(const float* x, int batch, int height, int width, int channels, float* pooled,
                   std::uint8_t* winners, ParallelFor parallel) {
  PoolJob job{x, height, width, channels, pooled, winners};
  parallel(batch * (height / 2), pool_row, &job);
}

// ---- what both gradients share ----

// A row of the filter for one output channel is a run of kernel_width * in_channels floats that lie side by side in the
// padded image as well. It is cut into vectors, "pieces"; the last one of a row may reach past the row's end.
struct Pieces {
  int run, per_row, count;
  std::size_t image_line, image_size;
  explicit Pieces(const PooledConv& conv)
      : run(conv.kernel_width * conv.in_channels),
        per_row((run + kLanes - 1) / kLanes),
        count(per_row * conv.kernel_height),
        image_line(static_cast<std::size_t>(conv.out_width + conv.kernel_width - 1) * conv.in_channels),
        image_size(image_line * (conv.out_height + conv.kernel_height - 1) + kLanes) {}
  std::size_t in_image(int piece) const {
    return (piece / per_row) * image_line + static_cast<std::size_t>(piece % per_row) * kLanes;
  }
};

// The most pieces whose sums stay in registers at once.
constexpr int kMostPieces = 9;

// Where a window's winner lies in the padded image.
inline std::size_t place(const PooledConv& conv, const Pieces& pieces, int ph, int pw, int winner) {
  return (2 * ph + (winner >> 1)) * pieces.image_line +
         static_cast<std::size_t>(2 * pw + (winner & 1)) * conv.in_channels;
}

// The part of the padded image that lies inside the real one.
struct Inside {
  int first_row, rows, first_column, columns;
  explicit Inside(const PooledConv& conv) {
    const int padded_rows = conv.out_height + conv.kernel_height - 1;
    const int padded_columns = conv.out_width + conv.kernel_width - 1;
    first_row = conv.top, first_column = conv.left;
    rows = conv.height < padded_rows - first_row ? conv.height : padded_rows - first_row;
    columns = conv.width < padded_columns - first_column ? conv.width : padded_columns - first_column;
  }
};

// ---- filter and bias ----

struct Entry {
  std::uint32_t place;
  float gradient;
};

template <int P>
void add_entries(const float* image, const Entry* entries, int count, const std::size_t* offsets, float* sums) {
  // Few pieces: two entries at once, so that the sums do not wait for each other.
  constexpr int kStreams = P <= 4 ? 2 : 1;
  Floats sum[kStreams][P];
  for (int p = 0; p < P; p++) {
    sum[0][p] = load(sums + p * kLanes);
    for (int s = 1; s < kStreams; s++) sum[s][p] = Floats{};
  }
  int i = 0;
  for (; i + kStreams <= count; i += kStreams) {
    for (int s = 0; s < kStreams; s++) {
      const float* x = image + entries[i + s].place;
      const Floats gradient = Floats{} + entries[i + s].gradient;
      for (int p = 0; p < P; p++) sum[s][p] += gradient * load(x + offsets[p]);
    }
  }
  for (; i < count; i++) {
    const float* x = image + entries[i].place;
    const Floats gradient = Floats{} + entries[i].gradient;
    for (int p = 0; p < P; p++) sum[0][p] += gradient * load(x + offsets[p]);
  }
  for (int p = 0; p < P; p++) {
    Floats total = sum[0][p];
    for (int s = 1; s < kStreams; s++) total += sum[s][p];
    store(sums + p * kLanes, total);
  }
}

using AddEntries = void (*)(const float*, const Entry*, int, const std::size_t*, float*);
constexpr AddEntries kAddEntries[kMostPieces + 1] = {
    nullptr,         add_entries<1>, add_entries<2>, add_entries<3>, add_entries<4>,
    add_entries<5>, add_entries<6>, add_entries<7>, add_entries<8>, add_entries<9>};

constexpr int kMostGroups = 16;

struct FilterJob {
  const PooledConv& conv;
  const Pieces pieces;
  const float* x;
  const std::uint8_t* winners;
  const float* gradient;
  int groups;
  Buffer<float> sums;   // [group, out_channel, piece, lane]
  Buffer<double> bias;  // [group, out_channel]
  Buffer<std::size_t> offsets;
};

void filter_group(void* context, int group) {
  FilterJob& job = *static_cast<FilterJob*>(context);
  const PooledConv& conv = job.conv;
  const Pieces& pieces = job.pieces;
  const int rows = conv.pooled_height(), columns = conv.pooled_width(), channels = conv.out_channels;
  const std::size_t sums_size = static_cast<std::size_t>(channels) * pieces.count * kLanes;
  float* sums = job.sums.data() + group * sums_size;
  double* bias = job.bias.data() + static_cast<std::size_t>(group) * channels;
  Buffer<float> image(pieces.image_size);
  Buffer<Entry> entries(static_cast<std::size_t>(channels) * (columns + 1));
  Buffer<int> counts(channels);
  Buffer<float> row_sums(channels);
  const Inside inside(conv);
  const int first = static_cast<int>(static_cast<long long>(conv.batch) * group / job.groups);
  const int last = static_cast<int>(static_cast<long long>(conv.batch) * (group + 1) / job.groups);
  for (int n = first; n < last; n++) {
    const float* x = job.x + static_cast<std::size_t>(n) * conv.height * conv.width * conv.in_channels;
    for (int h = 0; h < inside.rows; h++) {
      std::memcpy(image.data() + (inside.first_row + h) * pieces.image_line + inside.first_column * conv.in_channels,
                  x + static_cast<std::size_t>(h) * conv.width * conv.in_channels,
                  sizeof(float) * inside.columns * conv.in_channels);
    }
    for (int ph = 0; ph < rows; ph++) {
      const std::size_t at = (static_cast<std::size_t>(n) * rows + ph) * columns * channels;
      const std::uint8_t* winner = job.winners + at;
      const float* gradient = job.gradient + at;
      std::memset(counts.data(), 0, sizeof(int) * channels);
      std::memset(row_sums.data(), 0, sizeof(float) * channels);
      const std::size_t places[4] = {place(conv, pieces, ph, 0, 0), place(conv, pieces, ph, 0, 1),
                                     place(conv, pieces, ph, 0, 2), place(conv, pieces, ph, 0, 3)};
      for (int pw = 0; pw < columns; pw++, winner += channels, gradient += channels) {
        const std::size_t column = static_cast<std::size_t>(2 * pw) * conv.in_channels;
        for (int co = 0; co < channels; co++) row_sums[co] += winner[co] == kShut ? 0.0f : gradient[co];
        for (int co = 0; co < channels; co++) {
          // Written always, counted only when it is open: no branch that the processor has to guess.
          Entry& entry = entries[static_cast<std::size_t>(co) * (columns + 1) + counts[co]];
          entry.place = static_cast<std::uint32_t>(places[winner[co] & 3] + column);
          entry.gradient = gradient[co];
          counts[co] += (winner[co] != kShut) & (gradient[co] != 0.0f);
        }
      }
      for (int co = 0; co < channels; co++) {
        const Entry* list = entries.data() + static_cast<std::size_t>(co) * (columns + 1);
        bias[co] += row_sums[co];
        float* to = sums + static_cast<std::size_t>(co) * pieces.count * kLanes;
        for (int p = 0; p < pieces.count;) {
          const int left = pieces.count - p;
          const int blocks = (left + kMostPieces - 1) / kMostPieces;
          const int size = (left + blocks - 1) / blocks;
          kAddEntries[size](image.data(), list, counts[co], job.offsets.data() + p, to + p * kLanes);
          p += size;
        }
      }
    }
  }
}

void filter_gradient(const PooledConv& conv, const float* x, const std::uint8_t* winners, const float* gradient,
                     float* filter_gradient, float* bias_gradient, ParallelFor parallel) {
  const Pieces pieces(conv);
  const std::size_t sums_size = static_cast<std::size_t>(conv.out_channels) * pieces.count * kLanes;
  const int groups = conv.batch < kMostGroups ? conv.batch : kMostGroups;
  FilterJob job{conv, pieces, x, winners, gradient, groups, Buffer<float>(groups * sums_size),
                Buffer<double>(static_cast<std::size_t>(groups) * conv.out_channels), Buffer<std::size_t>(pieces.count)};
  for (int p = 0; p < pieces.count; p++) job.offsets[p] = pieces.in_image(p);
  parallel(job.groups, filter_group, &job);
  for (int g = 1; g < job.groups; g++) {
    for (std::size_t i = 0; i < sums_size; i++) job.sums[i] += job.sums[g * sums_size + i];
    for (int co = 0; co < conv.out_channels; co++) job.bias[co] += job.bias[static_cast<std::size_t>(g) * conv.out_channels + co];
  }
  for (int co = 0; co < conv.out_channels; co++) {
    bias_gradient[co] = job.groups > 0 ? static_cast<float>(job.bias[co]) : 0.0f;
    for (int kh = 0; kh < conv.kernel_height; kh++) {
      const float* from = job.sums.data() + (static_cast<std::size_t>(co) * pieces.count + kh * pieces.per_row) * kLanes;
      float* to = filter_gradient + static_cast<std::size_t>(kh) * pieces.run * conv.out_channels + co;
      for (int i = 0; i < pieces.run; i++)
        to[static_cast<std::size_t>(i) * conv.out_channels] = job.groups > 0 ? from[i] : 0.0f;
    }
  }
}

// ---- input ----

struct Share {
  int channel;
  float gradient;
};

// Adds to the image, for one winner's place, the filters of all channels that won there.
template <int P>
void add_shares(float* image, const Share* shares, int count, const float* filters, std::size_t filter_size,
                const std::size_t* offsets, const int* valid) {
  Floats sum[P];
  for (int p = 0; p < P; p++) sum[p] = Floats{};
  for (int i = 0; i < count; i++) {
    const float* filter = filters + shares[i].channel * filter_size;
    const Floats gradient = Floats{} + shares[i].gradient;
    for (int p = 0; p < P; p++) sum[p] += gradient * load(filter + p * kLanes);
  }
  for (int p = 0; p < P; p++) {
    float* to = image + offsets[p];
    if (valid[p] == kLanes) {
      store(to, load(to) + sum[p]);
    } else {
      for (int lane = 0; lane < valid[p]; lane++) to[lane] += sum[p][lane];
    }
  }
}

using AddShares = void (*)(float*, const Share*, int, const float*, std::size_t, const std::size_t*, const int*);
constexpr AddShares kAddShares[kMostPieces + 1] = {
    nullptr,        add_shares<1>, add_shares<2>, add_shares<3>, add_shares<4>,
    add_shares<5>, add_shares<6>, add_shares<7>, add_shares<8>, add_shares<9>};

struct InputJob {
  const PooledConv& conv;
  const Pieces pieces;
  const std::uint8_t* winners;
  const float* gradient;
  float* input_gradient;
  Buffer<float> filters;  // [out_channel, piece, lane], zeros past a row's end
  Buffer<std::size_t> offsets;
  Buffer<int> valid;
};

void input_image(void* context, int n) {
  const InputJob& job = *static_cast<InputJob*>(context);
  const PooledConv& conv = job.conv;
  const Pieces& pieces = job.pieces;
  const int rows = conv.pooled_height(), columns = conv.pooled_width(), channels = conv.out_channels;
  Buffer<float> image(pieces.image_size);
  Buffer<Share> shares(static_cast<std::size_t>(4) * (channels + 1));
  const std::size_t filter_size = static_cast<std::size_t>(pieces.count) * kLanes;
  const std::size_t start = static_cast<std::size_t>(n) * rows * columns * channels;
  const std::uint8_t* winner = job.winners + start;
  const float* gradient = job.gradient + start;
  for (int ph = 0; ph < rows; ph++) {
    for (int pw = 0; pw < columns; pw++, winner += channels, gradient += channels) {
      // A fifth list takes what is shut.
      int counts[5] = {0, 0, 0, 0, 0};
      for (int co = 0; co < channels; co++) {
        const int k = winner[co] & 3;
        shares[static_cast<std::size_t>(k) * (channels + 1) + counts[k]] = {co, gradient[co]};
        counts[k] += (winner[co] != kShut) & (gradient[co] != 0.0f);
      }
      for (int k = 0; k < 4; k++) {
        if (counts[k] == 0) continue;
        float* to = image.data() + place(conv, pieces, ph, pw, k);
        for (int p = 0; p < pieces.count;) {
          const int left = pieces.count - p;
          const int blocks = (left + kMostPieces - 1) / kMostPieces;
          const int size = (left + blocks - 1) / blocks;
          kAddShares[size](to, shares.data() + static_cast<std::size_t>(k) * (channels + 1), counts[k],
                           job.filters.data() + p * kLanes, filter_size, job.offsets.data() + p, job.valid.data() + p);
          p += size;
        }
      }
    }
  }
  const Inside inside(conv);
  const std::size_t line = static_cast<std::size_t>(conv.width) * conv.in_channels;
  float* out = job.input_gradient + static_cast<std::size_t>(n) * conv.height * line;
  // Rows and columns that no window of the convolution reaches have no gradient.
  if (inside.rows < conv.height || inside.columns < conv.width) std::memset(out, 0, sizeof(float) * conv.height * line);
  for (int h = 0; h < inside.rows; h++) {
    std::memcpy(out + h * line,
                image.data() + (inside.first_row + h) * pieces.image_line + inside.first_column * conv.in_channels,
                sizeof(float) * inside.columns * conv.in_channels);
  }
}

void input_gradient(const PooledConv& conv, const float* filter, const std::uint8_t* winners, const float* gradient,
                    float* input_gradient, ParallelFor parallel) {
  const Pieces pieces(conv);
  InputJob job{conv, pieces, winners, gradient, input_gradient,
               Buffer<float>(static_cast<std::size_t>(conv.out_channels) * pieces.count * kLanes),
               Buffer<std::size_t>(pieces.count), Buffer<int>(pieces.count)};
  for (int p = 0; p < pieces.count; p++) {
    job.offsets[p] = pieces.in_image(p);
    const int rest = pieces.run - (p % pieces.per_row) * kLanes;
    job.valid[p] = rest < kLanes ? rest : kLanes;
  }
  for (int co = 0; co < conv.out_channels; co++) {
    for (int kh = 0; kh < conv.kernel_height; kh++) {
      float* to = job.filters.data() + (static_cast<std::size_t>(co) * pieces.count + kh * pieces.per_row) * kLanes;
      const float* from = filter + static_cast<std::size_t>(kh) * pieces.run * conv.out_channels + co;
      for (int i = 0; i < pieces.run; i++) to[i] = from[static_cast<std::size_t>(i) * conv.out_channels];
    }
  }
  parallel(conv.batch, input_image, &job);
}

}  // namespace

extern const Kernels FLOWERS_KERNELS;
const Kernels FLOWERS_KERNELS = {
#define FLOWERS_TEXT(name) #name
#define FLOWERS_NAME(name) FLOWERS_TEXT(name)
    FLOWERS_NAME(FLOWERS_KERNELS), relu_max_pool, filter_gradient, input_gradient};

}  // namespace flowers
