import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';

/**
 * The Chromium that came with `npm ci`. It is unpacked once, beside the packages, and moved into
 * place whole: a test run that is aborted half-way cannot leave half a browser for the next one.
 */
function unpackChromium(): string {
  const packageFolder = chromiumPackage();
  const folder = join(dirname(dirname(packageFolder)), '.cache', 'heliograph-chromium');
  const executable = join(folder, 'chromium');
  if (existsSync(executable)) return executable;

  mkdirSync(dirname(folder), { recursive: true });
  const building = mkdtempSync(`${folder}-`);
  // In a process of its own, because the package takes its settings from the environment: it unpacks
  // into the temporary folder, and brings the shared libraries that Chromium needs only where it
  // believes to be on AWS. A bare machine lacks them as well.
  execFileSync(
    process.execPath,
    ['-e', "import('@sparticuz/chromium').then((packed) => packed.default.executablePath())"],
    {
      cwd: import.meta.dirname,
      env: { ...process.env, TMPDIR: building, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' },
    },
  );
  try {
    renameSync(building, folder);
  } catch (reason) {
    // Another test run was faster; its browser is as good.
    rmSync(building, { recursive: true, force: true });
    if (!existsSync(executable)) throw reason;
  }
  return executable;
}

function chromiumPackage(): string {
  const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  const marker = join('@sparticuz', 'chromium');
  return entry.slice(0, entry.lastIndexOf(marker) + marker.length);
}

/** Starts the browser. What a page of ours does not need, it does not get: no relaxed security. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = unpackChromium();
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--no-zygote', '--headless=shell'],
    env: { ...stringsOf(process.env), ...libraryPath(executablePath) },
  });
}

/** The bundled libraries, only where the machine lacks its own: mixing both crashes the browser. */
function libraryPath(executable: string): Record<string, string> {
  if (process.platform !== 'linux') return {};
  const missing = execFileSync('ldd', [executable], { encoding: 'utf8' }).includes('not found');
  if (!missing) return {};
  const folder = dirname(executable);
  return {
    LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'),
    ...(existsSync('/etc/fonts') ? {} : { FONTCONFIG_PATH: join(folder, 'fonts') }),
  };
}

function stringsOf(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
