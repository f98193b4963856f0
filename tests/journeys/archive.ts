/** A zip of these files as they are, nothing deflated. */
export function archive(files: Readonly<Record<string, string | Buffer>>): Buffer {
  const [local, central]: [Buffer[], Buffer[]] = [[], []];
  let at = 0;
  for (const [name, given] of Object.entries(files)) {
    const [title, content] = [Buffer.from(name), Buffer.from(given)];
    const about = Buffer.alloc(26);
    about.writeUInt16LE(20, 0);
    about.writeUInt16LE(0x800, 2); // names are UTF-8
    about.writeUInt32LE(content.length, 14);
    about.writeUInt32LE(content.length, 18);
    about.writeUInt16LE(title.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    local.push(Buffer.from([0x50, 0x4b, 3, 4]), about, title, content);
    central.push(Buffer.from([0x50, 0x4b, 1, 2, 20, 0]), about, place, title);
    at += 30 + title.length + content.length;
  }
  const end = Buffer.alloc(18);
  end.writeUInt16LE(Object.keys(files).length, 6);
  end.writeUInt32LE(Buffer.concat(central).length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...local, ...central, Buffer.from([0x50, 0x4b, 5, 6]), end]);
}
