window.app = 'loaded';
